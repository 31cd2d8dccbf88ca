import type { Json, JsonObject } from '@sojourn/kernel';
import { project, projectionOf } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';
import { stay } from '../decide.js';
import { heardUpTo } from '../heard.js';
import { addEffects, itemOf, type Walk } from '../walk.js';
import type { AtPlugin } from './at-plugin.js';
import { keeping, kept, memoryOf } from './call-memory.js';
import { checkDecision } from './check-decision.js';
import { MOST_ASKS, NOTHING_TO_WAIT_FOR, TOO_MANY_ASKS, waitsForNothing } from './endless.js';
import { faulted, unavailable } from './leave-or-park.js';
import { toItsContact } from './own-address.js';

/** Whether the wake is the receipt of a call. Receipts of messages that the node sent are told to the node instead. */
export function isAnswered({ wake, run, moves }: Walk): boolean {
  return wake.kind === 'receipt' && moves === 0 && run.pending.kind === 'receipt' && run.pending.call !== undefined;
}

/** The node reaches out, so it is asked after the commit: the run waits for the receipt. */
export function call(walk: Walk, { pin, type }: AtPlugin): void {
  const { run, node } = walk;
  const { calls, soon, attempt, heard = heardUpTo(walk), own } = kept(walk.memory);
  const item: Item = { ...itemOf(walk, 0), memory: own };
  const crossing = project(item, projectionOf(type.manifest, node.config));
  addEffects(walk, [
    {
      kind: 'plugin',
      action: `call-${calls + 1}`,
      pin,
      type: node.type,
      journeyId: run.journeyId,
      versionId: run.versionId,
      // Plain data, but for fields that are undefined: those are left out when it is written.
      item: crossing as unknown as JsonObject,
    },
  ]);
  const { wake } = walk;
  const tried = wake.kind === 'retry' ? wake.attempt : attempt;
  walk.memory = memoryOf({ calls: calls + 1, soon, attempt: tried, heard, own });
  stay(walk, null, { kind: 'timer' });
}

/** Applies what the node decided when it was called; a call that came to nothing parks the run so that a retry calls again. */
export function hearReceipt(walk: Walk, at: AtPlugin): void {
  const { wake, run, node, memory } = walk;
  if (wake.kind !== 'receipt' || run.pending.kind !== 'receipt') return;
  const own = kept(memory);
  const { calls } = own;
  // Of a call that was given up and asked again since: the run waits for the later one.
  if (run.pending.call !== `call-${calls}`) return stay(walk, null, { kind: 'timer' });
  const { receipt } = wake;
  const here = node.id;
  const answer = receipt.data?.['decision'];
  // Who must not be reached was not called, and is shown the way all the same.
  if (receipt.status === 'delivered' || answer !== undefined) {
    const { type } = at;
    const checked = checkDecision(answer, {
      type,
      config: node.config,
      capabilities: type.capabilities,
    });
    // The wake was a receipt, which does not count attempts.
    walk.attempt = own.attempt;
    // What happened while the call was under way is not lost for a node that waits for it.
    walk.heard = own.heard;
    if ('fault' in checked) faulted(walk, type, checked.fault);
    else if (checked.decision.do === 'ask' && calls > MOST_ASKS) faulted(walk, type, TOO_MANY_ASKS);
    else if (calls === 1 && type.calls && waitsForNothing(checked.decision)) faulted(walk, type, NOTHING_TO_WAIT_FOR);
    else at.take(walk, toItsContact(keeping(checked.decision, own, walk.at), walk));
  } else if (receipt.reason === 'plugin-unavailable') {
    unavailable(walk, at.type, stateOf(receipt.data?.['state']));
  } else {
    const fault = receipt.data?.['fault'];
    faulted(
      walk,
      at.type,
      typeof fault === 'string' ? fault : `${receipt.status}${receipt.reason ? `: ${receipt.reason}` : ''}`,
    );
  }
  if (walk.failure !== undefined && walk.node.id === here && walk.moves === 0)
    walk.again = { pending: { kind: 'retry', attempt: 1 }, memory: memoryOf({ ...own, attempt: undefined }) };
}

const STATES = ['missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const;
function stateOf(state: Json | undefined): (typeof STATES)[number] {
  return STATES.find((one) => one === state) ?? 'missing';
}
