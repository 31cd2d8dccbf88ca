import type { Json, JsonObject } from '@sojourn/kernel';

/** Names or dotted paths, or all of them. */
export type Names = ReadonlySet<string> | 'all';

/** `*` stands for all. */
export function named(names: ReadonlySet<string>): Names {
  return names.has('*') ? 'all' : names;
}

type Growing = { [name: string]: Json };

/** The named part of an object. A dotted path brings its own branch alone: of `{ address: { city, street } }`, `address.city` brings the city. */
export function partOf(object: JsonObject, names: Names): JsonObject {
  if (names === 'all') return object;
  const part: Growing = {};
  for (const name of names) {
    // Done for every contact at every node: no copies on the way.
    if (Object.hasOwn(object, name)) put(part, name, object[name]!);
    else if (name.includes('.')) graft(part, object, name.split('.'));
  }
  return part;
}

/** Puts the branch that the steps lead to into the part; branches that are not there leave nothing behind. */
function graft(part: Growing, object: JsonObject, steps: readonly string[]): void {
  let from: Json = object;
  for (const step of steps) {
    if (!isObject(from) || !Object.hasOwn(from, step)) return;
    from = from[step]!;
  }
  let to = part;
  let source: JsonObject = object;
  for (const step of steps.slice(0, -1)) {
    source = source[step] as JsonObject; // walked just now
    const own = Object.hasOwn(to, step) ? to[step] : undefined;
    // All of this branch is in the part already, and is not ours to change.
    if (own === source) return;
    if (own === undefined) put(to, step, {});
    to = to[step] as Growing;
  }
  put(to, steps.at(-1)!, from); // a split text has parts
}

function put(part: Growing, name: string, value: Json): void {
  if (name !== '__proto__') part[name] = value;
  // Just a name here, and no prototype.
  else Object.defineProperty(part, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
