import type { Decision } from '@sojourn/plugin-sdk/engine';

/** Things a node asks the host for at one visit; it is asked anew with each answer, so one that always asks would never end. */
export const MOST_ASKS = 20;
export const TOO_MANY_ASKS = `It asked the host for more than ${MOST_ASKS} things at one visit.`;

/** Nodes that a run leaves within one wake before it stands at a plugin's: each of these costs a visit to the sandbox. */
export const MOST_MOVES_TO_PLUGINS = 100;

export const NOTHING_TO_WAIT_FOR = 'It waits for nothing: no moment, no event, and it sends nothing that is answered.';

/** Whether nothing would ever wake a run that has only just come to the node. */
export function waitsForNothing(decision: Decision): boolean {
  if (decision.do !== 'wait' || decision.until !== undefined) return false;
  const { events = [], effects = [] } = decision;
  // All others are done with once they are written.
  return events.length === 0 && effects.every(({ kind }) => kind === 'track' || kind === 'contact');
}
