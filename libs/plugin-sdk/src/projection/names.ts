import type { Json, JsonObject } from '@sojourn/kernel';

/** Names or dotted paths, or all of them. */
export type Names = ReadonlySet<string> | 'all';

/** `*` stands for all. */
export function named(names: ReadonlySet<string>): Names {
  return names.has('*') ? 'all' : names;
}

/** The named part of an object. A dotted path brings its own branch alone: of `{ address: { city, street } }`, `address.city` brings the city. */
export function partOf(object: JsonObject, names: Names): JsonObject {
  if (names === 'all') return object;
  let part: JsonObject = {};
  for (const name of names) {
    if (Object.hasOwn(object, name)) part = joined(part, name, object[name]!);
    else if (name.includes('.')) part = grafted(part, object, name.split('.')) ?? part;
  }
  return part;
}

function grafted(part: JsonObject, from: JsonObject, [step, ...rest]: readonly string[]): JsonObject | undefined {
  if (step === undefined || !Object.hasOwn(from, step)) return undefined;
  const value = from[step]!;
  if (rest.length === 0) return joined(part, step, value);
  if (!isObject(value)) return undefined;
  const own = Object.hasOwn(part, step) ? part[step] : undefined;
  // All of it is there already.
  if (own === value) return part;
  const below = grafted(isObject(own) ? own : {}, value, rest);
  return below && joined(part, step, below);
}

/** Through entries, so that a name such as `__proto__` is just a name. */
function joined(object: JsonObject, name: string, value: Json): JsonObject {
  if (name !== '__proto__') return { ...object, [name]: value };
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
