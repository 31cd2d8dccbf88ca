import type { Json, JsonObject } from '@sojourn/kernel';

/** The value at a dotted path of an event's payload or a contact's attributes: `order.amount`. Only own properties are followed. */
export function propertyAt(object: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}
