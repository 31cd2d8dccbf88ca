import type { Decision } from '@sojourn/plugin-sdk/engine';

/** Whoever wants to be asked again at once is asked then: one that never gets on would fill the tables of everybody. */
const SOONEST_MS = 1_000;
/** So often in a row: from then on it is asked again after the longer pause. */
const OFTEN = 100;
const LONGER_MS = 60_000;

type Staying = Extract<Decision, { do: 'wait' | 'retry' }>;

/** A decision to stay whose timer comes neither at once nor every second for ever. `soon`: how often in a row it came soon. */
export function paced(
  decision: Staying,
  at: number,
  soon: number,
): { readonly decision: Staying; readonly soon: number } {
  const ms = decision.do === 'retry' ? decision.after : decision.until === undefined ? undefined : decision.until - at;
  if (ms === undefined || ms >= LONGER_MS) return { decision, soon: 0 };
  const pause = Math.max(Math.ceil(ms), soon < OFTEN ? SOONEST_MS : LONGER_MS);
  return {
    decision: decision.do === 'retry' ? { ...decision, after: pause } : { ...decision, until: at + pause },
    soon: Math.min(soon + 1, OFTEN),
  };
}
