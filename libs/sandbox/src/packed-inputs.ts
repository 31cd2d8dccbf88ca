import type { JsonObject } from '@sojourn/kernel';

/** Fewer of one shape are not worth a shape. */
const LEAST_ROWS = 8;
const MAX_SHAPES = 12;
const MAX_LEAVES = 128;
const MAX_DEPTH = 4;

/**
 * Inputs as the text that crosses: those of one shape as rows of values, so that no name is written or read more than once.
 * What is of no shape, and all of a small batch, are rows of one value, the input.
 *
 *   [which group each input is in, or null: all in the first; [tree, constants, values, width of a row], ...]
 *   tree: 0, the row's next value; 1, the next constant; or an object's entries [[key, tree], ...]
 */
export function packed(inputs: readonly JsonObject[]): string {
  if (inputs.length < LEAST_ROWS) return JSON.stringify([null, [0, [], inputs, 1]]);
  const groups: Group[] = [];
  let last: Group | undefined;
  const places = inputs.map((input): Group | null => {
    if (last?.take(input)) return last;
    const group = groups.find((one) => one !== last && one.take(input)) ?? opened(groups, input);
    if (group !== null) last = group;
    return group;
  });
  const kept = groups.filter(({ rows }) => rows >= LEAST_ROWS);
  const numbers = new Map(kept.map((group, index) => [group, index]));
  const others: JsonObject[] = [];
  const order = places.map((group, index) => {
    const number = group === null ? undefined : numbers.get(group);
    if (number === undefined) others.push(inputs[index]!); // the list that `places` was made of
    return number ?? kept.length;
  });
  return JSON.stringify([
    kept.length === 1 && others.length === 0 ? null : order,
    ...kept.map((group) => group.packed()),
    [0, [], others, 1],
  ]);
}

function opened(groups: Group[], input: JsonObject): Group | null {
  if (groups.length >= MAX_SHAPES) return null;
  const shape = shapeOf(input, MAX_DEPTH, { leaves: MAX_LEAVES });
  const group = shape && new Group(shape);
  if (!group?.take(input)) return null;
  groups.push(group);
  return group;
}

interface Shape {
  readonly keys: readonly string[];
  /** For each key: null, a leaf. */
  readonly parts: readonly (Shape | null)[];
}

type Tree = 0 | 1 | readonly (readonly [key: string, tree: Tree])[];

class Group {
  readonly #shape: Shape;
  readonly #values: unknown[] = [];
  rows = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  /** Whether this is of the shape; it is a row then. */
  take(input: JsonObject): boolean {
    const { length } = this.#values;
    const taken = read(input, this.#shape, this.#values);
    if (taken) this.rows += 1;
    else this.#values.length = length;
    return taken;
  }

  /** Once: the values that all rows share are taken out of them. */
  packed(): readonly unknown[] {
    const values = this.#values;
    const all = values.length / this.rows;
    const varying: number[] = [];
    for (let leaf = 0; leaf < all; leaf++) if (!isOne(values, leaf, all)) varying.push(leaf);
    const constants = values.slice(0, all).filter((_, leaf) => !varying.includes(leaf));
    // In place: a second list as long is a third of what a batch leaves for the collector.
    let kept = 0;
    for (let row = 0; row < values.length; row += all) for (const leaf of varying) values[kept++] = values[row + leaf];
    values.length = kept;
    let leaf = 0;
    const treeOf = (shape: Shape): Tree =>
      shape.keys.map((key, index) => {
        const part = shape.parts[index];
        return [key, part ? treeOf(part) : varying.includes(leaf++) ? 0 : 1];
      });
    return [treeOf(this.#shape), constants, values, varying.length];
  }
}

/** Whether the object is of the shape; its values are appended then, else some of them may be. */
function read(object: object, { keys, parts }: Shape, values: unknown[]): boolean {
  if (!isBare(object)) return false;
  let at = 0;
  // Bare objects inherit none: these are its own.
  for (const key in object) {
    if (key !== keys[at]) return false;
    const value = (object as Record<string, unknown>)[key];
    const part = parts[at]!; // one for each key
    if (part !== null) {
      if (typeof value !== 'object' || value === null || !read(value, part, values)) return false;
    } else {
      if (!isValue(value)) return false;
      values.push(value);
    }
    at += 1;
  }
  return at === keys.length;
}

/** Whether all rows have the same there. Lists and objects are every contact's own. */
function isOne(values: readonly unknown[], leaf: number, width: number): boolean {
  const first = values[leaf];
  if (typeof first === 'object' && first !== null) return false;
  for (let at = leaf; at < values.length; at += width) if (values[at] !== first) return false;
  return true;
}

/** null: no shape that a literal could have, or one too large to be worth it. */
function shapeOf(object: object, depth: number, room: { leaves: number }): Shape | null {
  if (!isBare(object)) return null;
  const entries = Object.entries(object as Record<string, unknown>);
  room.leaves -= entries.length;
  if (room.leaves < 0) return null;
  const parts: (Shape | null)[] = [];
  for (const [key, value] of entries) {
    if (key === '__proto__') return null;
    const isPart = depth > 1 && typeof value === 'object' && value !== null && isBare(value);
    const part = isPart ? shapeOf(value, depth - 1, room) : null;
    if (isPart && part === null) return null;
    parts.push(part);
  }
  return { keys: entries.map(([key]) => key), parts };
}

function isBare(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** What JSON leaves out of an object, or refuses, has no place in a row. */
function isValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      return value === null || Array.isArray(value) || isBare(value);
    default:
      return false;
  }
}
