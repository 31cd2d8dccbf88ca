import type { JsonObject } from '@sojourn/kernel';

/** The item (key) that a call is for: undefined for none, null when it is none of the batch. */
export function itemOf(args: JsonObject, items: number): number | undefined | null {
  const given = args['item'];
  if (given === undefined || given === null) return undefined;
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given < items ? given : null;
}
