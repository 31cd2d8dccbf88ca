import { UnexpectedError } from '@sojourn/kernel';
import type { Decision, Why } from '@sojourn/plugin-sdk/engine';
import type { EndReason, PendingWake } from './ports.js';
import { visitsAfter } from './visits.js';
import { addEffects, visitNumber, type Walk } from './walk.js';

/** A wake that leaves this many nodes without ever waiting goes round in circles. */
export const MOST_MOVES = 1_000;

/** What each kind of decision does to a walk; `ask` is answered by the loop. */
export function apply(walk: Walk, decision: Exclude<Decision, { do: 'ask' }>): void {
  switch (decision.do) {
    case 'to':
      if (decision.patch) addEffects(walk, [{ kind: 'contact', ...decision.patch }]);
      addEffects(walk, decision.effects);
      if (decision.output) walk.variables = { ...walk.variables, ...decision.output };
      leave(walk, decision.outcome, decision.why);
      return;
    case 'wait':
      addEffects(walk, decision.effects);
      walk.memory = decision.memory;
      note(walk, null, decision.why);
      stay(walk, decision.until ?? null, { kind: 'timer' }, decision.events);
      return;
    case 'retry': {
      // Of the run, not of the walk: the node may have asked the host since it was woken.
      const { pending } = walk.run;
      const last = pending.kind === 'retry' ? pending.attempt : (walk.attempt ?? 1);
      const attempt = walk.moves === 0 ? last + 1 : 2;
      walk.memory = decision.memory;
      note(walk, null, decision.why);
      stay(walk, walk.at + Math.ceil(decision.after), { kind: 'retry', attempt });
      return;
    }
    case 'drop':
      if (decision.patch) addEffects(walk, [{ kind: 'contact', ...decision.patch }]);
      addEffects(walk, decision.effects);
      note(walk, null, decision.why);
      end(walk, 'finished');
      return;
    case 'fail':
      walk.failure = failed(decision.why);
      return;
    default:
      // A plugin may be JavaScript: without this its run would be asked again for ever.
      throw new UnexpectedError(`"${String((decision as { do?: unknown }).do)}" is not a decision`, {
        code: 'execution.unknown-decision',
      });
  }
}

/** A reason as one line: the code, and behind it what was said, else the facts as JSON. */
function failed({ code, params = {} }: Why): string {
  if (params['message']) return `${code}: ${params['message']}`;
  return Object.keys(params).length > 0 ? `${code}: ${JSON.stringify(params)}` : code;
}

export function end(walk: Walk, reason: EndReason, detail?: string): void {
  walk.next = { state: 'ended', nodeId: walk.node.id, reason, detail };
}

function leave(walk: Walk, outcome: string, why: Why | undefined): void {
  note(walk, outcome, why);
  const nextId = walk.node.next.get(outcome);
  const next = nextId === undefined ? undefined : walk.plan.nodes.get(nextId);
  if (!next) return end(walk, 'unconnected', outcome);
  if (++walk.moves > MOST_MOVES) {
    walk.failure = `moved ${MOST_MOVES} times without waiting: the drawing goes round in circles at node ${next.id}`;
    return;
  }
  walk.node = next;
  walk.visits = visitsAfter(walk.visits, next.id);
  walk.arrivedAt = walk.at;
  walk.asks = 0;
  walk.wake = { kind: 'arrived' };
  walk.memory = undefined;
}

/** The same wake again after so many milliseconds, as if it had not happened. */
export function sleep(walk: Walk, ms: number, why: Why): void {
  note(walk, null, why);
  const { run, moves } = walk;
  walk.memory = moves === 0 ? run.memory : undefined;
  stay(walk, walk.at + Math.max(1, ms), moves === 0 ? run.pending : { kind: 'arrived' });
}

/** The run waits where it stands. */
export function stay(
  walk: Walk,
  dueAt: number | null,
  pending: PendingWake,
  subscriptions: Extract<Decision, { do: 'wait' }>['events'] = [],
): void {
  const { node, visits, arrivedAt, memory, variables } = walk;
  walk.next = {
    state: 'waiting',
    nodeId: node.id,
    visits,
    arrivedAt,
    dueAt,
    pending,
    memory,
    variables,
    subscriptions,
  };
}

function note(walk: Walk, outcome: string | null, why: Why | undefined): void {
  walk.trace.push({ nodeId: walk.node.id, visit: visitNumber(walk), outcome, why });
}
