import type { PluginState } from '@sojourn/journey';
import { messageOf, OperationalError } from '@sojourn/kernel';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import { sleep } from '../decide.js';
import { itemOf, type Walk } from '../walk.js';
import type { AtPlugin, Take } from './at-plugin.js';
import { keeping, kept } from './call-memory.js';
import { call, hearReceipt, isAnswered } from './call-plugin.js';
import { MOST_ASKS, MOST_MOVES_TO_PLUGINS, NOTHING_TO_WAIT_FOR, TOO_MANY_ASKS, waitsForNothing } from './endless.js';
import { faulted, unavailable } from './leave-or-park.js';
import { toItsContact } from './own-address.js';
import type { Patience } from './patience.js';
import type { PluginNodes, PluginVerdict } from './ports.js';

export interface PluginPorts {
  readonly plugins?: PluginNodes | undefined;
  readonly patience?: Patience | undefined;
}

/** Bytes of these states are not trusted with anything, not even with what they decided before. */
const DISTRUSTED: ReadonlySet<PluginState> = new Set(['revoked', 'corrupt']);

/**
 * Runs that stand on a node of a plugin, all on the same one. A plugin that cannot be used stops nobody but them: they leave by
 * the outcome for failure when the node says so, else they are parked until it is back. A fault stops the run it concerns.
 */
export function visitPlugin(
  group: readonly Walk[],
  { plugins, patience }: PluginPorts,
  take: Take,
): Promise<void> | undefined {
  const { node, run } = group[0]!; // groupBy makes no empty groups
  const { pin } = node;
  const type = pin && plugins?.nodeType(pin, node.type);
  if (!pin || !plugins || !type) {
    for (const walk of group) unavailable(walk, undefined, 'missing');
    return undefined;
  }
  const at: AtPlugin = { pin, type, take };
  const state = plugins.stateOf(run.workspaceId, pin);
  const key = `${run.workspaceId} ${pin.hash} ${node.type}`;
  const isAside = type.calls || patience?.hasFor(key) === false;
  const asking: Walk[] = [];
  for (const walk of group) {
    // What was decided while the plugin could be used is carried out: none of its code runs for that.
    if (isAnswered(walk) && !DISTRUSTED.has(state)) hearReceipt(walk, at);
    else if (state !== 'ok') unavailable(walk, type, state);
    else if (walk.moves > MOST_MOVES_TO_PLUGINS) faulted(walk, type, goesRound(walk));
    else if (isAside) call(walk, at);
    else asking.push(walk);
  }
  if (asking.length === 0) return undefined;
  const asked = (): Promise<readonly PluginVerdict[]> => ask(asking, plugins, at);
  return compute(asking, patience ? patience.wait(key, asked) : asked(), at);
}

async function ask(group: readonly Walk[], plugins: PluginNodes, { pin }: AtPlugin): Promise<readonly PluginVerdict[]> {
  const { node, run } = group[0]!; // not asked of nobody
  try {
    return await plugins.execute({
      workspaceId: run.workspaceId,
      journeyId: run.journeyId,
      pin,
      type: node.type,
      nodeId: node.id,
      config: node.config,
      items: group.map((walk, i) => ({ ...itemOf(walk, i), memory: kept(walk.memory).own })),
    });
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    return group.map(() => ({ fault: messageOf(error) }));
  }
}

async function compute(
  group: readonly Walk[],
  asked: Promise<readonly PluginVerdict[] | undefined>,
  at: AtPlugin,
): Promise<void> {
  const { type } = at;
  const verdicts = await asked;
  // It takes its time: its people are asked of it where they hold up nobody else.
  if (!verdicts) for (const walk of group) call(walk, at);
  else
    for (const [i, walk] of group.entries()) {
      const verdict = verdicts[i] ?? { fault: 'it was not answered' };
      if ('decision' in verdict) decided(walk, verdict.decision, at);
      else if ('fault' in verdict) faulted(walk, type, verdict.fault);
      else sleep(walk, verdict.again, { code: 'plugin-again', params: { why: verdict.why } });
    }
}

/** Takes a decision that was made within the step, unless nothing would ever come of it. */
function decided(walk: Walk, decision: Decision, { type, take }: AtPlugin): void {
  if (decision.do === 'ask' && (walk.asks ?? 0) >= MOST_ASKS) return faulted(walk, type, TOO_MANY_ASKS);
  if (walk.wake.kind === 'arrived' && waitsForNothing(decision)) return faulted(walk, type, NOTHING_TO_WAIT_FOR);
  take(walk, toItsContact(keeping(decision, kept(walk.memory), walk.at), walk));
}

const goesRound = ({ moves }: Walk): string =>
  `A run left ${moves} nodes without ever waiting: the drawing goes round in circles.`;
