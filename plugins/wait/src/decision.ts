import { type Decision, toLocal, type Visit } from '@sojourn/plugin-sdk/engine';

export function leave(outcome: string, code: string, params: { readonly [name: string]: string }): Decision {
  return { do: 'to', outcome, why: { code, params } };
}

/** A moment as the contact's clock shows it: `2026-03-01 09:00`. */
export function shown(at: number, visit: Visit): string {
  return toLocal(at, visit.timeZone).slice(0, 16).replace('T', ' ');
}
