import { type Decision, type Item, to, toLocal } from '@sojourn/plugin-sdk/engine';

export function leave(
  item: Item,
  outcome: string,
  code: string,
  params: { readonly [name: string]: string },
): Decision {
  return to(item, outcome, { why: { code, params } });
}

/** A moment as the contact's clock shows it: `2026-03-01 09:00`. */
export function shown(at: number, { timeZone }: Item): string {
  return toLocal(at, timeZone).slice(0, 16).replace('T', ' ');
}
