import type { Json, JsonObject } from '@sojourn/kernel';
import { child } from './pointer.js';
import { isObject } from './reading.js';

/** Calls back for every value of a config with each part of the schema that describes it, and the value's JSON pointer. */
export function visitFields(
  schema: Json | undefined,
  value: Json | undefined,
  found: (schema: JsonObject, value: Json, pointer: string) => void,
  pointer = '',
): void {
  if (value === undefined) return;
  for (const part of partsFor(schema, value)) {
    found(part, value, pointer);
    if (Array.isArray(value))
      (value as readonly Json[]).forEach((item, i) => visitFields(part['items'], item, found, child(pointer, i)));
    const properties = part['properties'];
    if (!isObject(properties) || !isObject(value)) continue;
    for (const key of Object.keys(value))
      if (Object.hasOwn(properties, key)) visitFields(properties[key], value[key], found, child(pointer, key));
  }
}

/** The parts of a schema that describe the value at a step (a property's name or a list's index) of `value`. */
export function schemasBelow(schema: Json | undefined, value: Json | undefined, step: string): readonly JsonObject[] {
  return partsFor(schema, value).flatMap((part) => {
    const properties = part['properties'];
    const found = Array.isArray(value)
      ? part['items']
      : isObject(properties) && Object.hasOwn(properties, step)
        ? properties[step]
        : undefined;
    return isObject(found) ? [found] : [];
  });
}

/** A schema with the branches of `oneOf`, `anyOf` and `allOf` that do not contradict the value's tags (properties with `const`). */
function partsFor(schema: Json | undefined, value: Json | undefined): readonly JsonObject[] {
  if (!isObject(schema)) return [];
  const branches = ['oneOf', 'anyOf', 'allOf'].flatMap((key) =>
    Array.isArray(schema[key]) ? (schema[key] as readonly Json[]) : [],
  );
  return [schema, ...branches.filter((branch) => suits(branch, value)).flatMap((branch) => partsFor(branch, value))];
}

function suits(branch: Json, value: Json | undefined): boolean {
  const properties = isObject(branch) ? branch['properties'] : undefined;
  if (!isObject(properties) || !isObject(value)) return true;
  return Object.entries(properties).every(
    ([key, schema]) => !isObject(schema) || schema['const'] === undefined || schema['const'] === value[key],
  );
}
