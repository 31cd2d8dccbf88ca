import type { HostCall } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';

/** The item (key) that a call is for: undefined for none, null when it is none of the batch. */
export function itemOf(args: JsonObject, items: number): number | undefined | null {
  const given = args['item'];
  if (given === undefined || given === null) return undefined;
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given < items ? given : null;
}

/** The items (keys) that a call is for: its own, or all of those that were run together when it was made. */
export function itemsOf({ args, group }: HostCall, items: number): readonly number[] {
  const item = itemOf(args, items);
  if (item === null) return [];
  return item === undefined ? (group ?? Array.from({ length: items }, (_, key) => key)) : [item];
}
