import type { JsonObject } from '@sojourn/kernel';

/** Fewer of one shape are not worth a shape. */
const LEAST_ROWS = 8;
const MAX_SHAPES = 12;
const MAX_LEAVES = 128;
const MAX_DEPTH = 4;

/**
 * Inputs as the text that crosses: those of one shape as columns of values, so that no name is written or read more than once.
 * What is of no shape, and all of a small batch, are one column, the inputs.
 *
 *   [which group each input is in, or null: all in the first; [tree, constants, columns], ...]
 *   tree: 0, the row's value in the next column; 1, the next constant; 2, an empty list; or an object's entries [[key, tree], ...]
 */
export function packed(inputs: readonly JsonObject[]): string {
  if (inputs.length < LEAST_ROWS) return JSON.stringify([null, [0, [], [inputs]]]);
  const groups: Group[] = [];
  let last: Group | undefined;
  const places = inputs.map((input): Group | null => {
    if (last?.take(input)) return last;
    const group = groups.find((one) => one !== last && one.take(input)) ?? opened(groups, input, inputs.length);
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
  const single = kept.length === 1 && others.length === 0;
  const texts = [...kept.map((group) => group.packed()), JSON.stringify([0, [], [others]])];
  return `[${single ? 'null' : JSON.stringify(order)},${texts.join()}]`;
}

function opened(groups: Group[], input: JsonObject, most: number): Group | null {
  if (groups.length >= MAX_SHAPES) return null;
  const shape = shapeOf(input, MAX_DEPTH, { leaves: MAX_LEAVES });
  const group = shape && new Group(shape, most);
  if (!group?.take(input)) return null;
  groups.push(group);
  return group;
}

interface Shape {
  readonly keys: readonly string[];
  /** For each key: null, a leaf. */
  readonly parts: readonly (Shape | null)[];
}

type Tree = 0 | 1 | 2 | readonly (readonly [key: string, tree: Tree])[];

class Group {
  readonly #shape: Shape;
  /** For each leaf of the shape the values of all rows, in lists that need not grow. */
  readonly #columns: unknown[][];
  rows = 0;

  constructor(shape: Shape, most: number) {
    this.#shape = shape;
    this.#columns = Array.from({ length: leavesOf(shape) }, () => new Array<unknown>(most));
  }

  /** Whether this is of the shape; it is a row then. */
  take(input: JsonObject): boolean {
    const taken = read(input, this.#shape, this.#columns, this.rows, 0) >= 0;
    if (taken) this.rows += 1;
    return taken;
  }

  /** Once: what all rows share is no column. */
  packed(): string {
    const constants: unknown[] = [];
    const columns: string[] = [];
    const codes = this.#columns.map((column) => {
      column.length = this.rows;
      const kind = kindOf(column);
      if (kind === 1) constants.push(column[0]);
      if (kind === 0) columns.push(narrow(JSON.stringify(column)));
      return kind;
    });
    let leaf = 0;
    const treeOf = (shape: Shape): Tree =>
      shape.keys.map((key, index) => {
        const part = shape.parts[index];
        return [key, part ? treeOf(part) : codes[leaf++]!]; // one for each leaf
      });
    return `[${JSON.stringify(treeOf(this.#shape))},${JSON.stringify(constants)},[${columns.join()}]]`;
  }
}

/**
 * Puts the object's values into the row, from column `leaf` on, and answers the next column; -1 when it is not of the shape. What was
 * put there by then is overwritten by the next row.
 */
function read(object: object, { keys, parts }: Shape, columns: unknown[][], row: number, leaf: number): number {
  if (!isBare(object)) return -1;
  let at = 0;
  let next = leaf;
  // Bare objects inherit none: these are its own.
  for (const key in object) {
    if (key !== keys[at]) return -1;
    const value = (object as Record<string, unknown>)[key];
    const part = parts[at]!; // one for each key
    if (part !== null) {
      if (typeof value !== 'object' || value === null) return -1;
      next = read(value, part, columns, row, next);
      if (next < 0) return -1;
    } else {
      if (!isValue(value)) return -1;
      columns[next++]![row] = value; // one for each leaf
    }
    at += 1;
  }
  return at === keys.length ? next : -1;
}

function leavesOf({ parts }: Shape): number {
  return parts.reduce((sum, part) => sum + (part === null ? 1 : leavesOf(part)), 0);
}

/** 1: all rows have the same there; 2: an empty list each; 0: neither. Other lists and objects are every contact's own. */
function kindOf(column: readonly unknown[]): 0 | 1 | 2 {
  const first = column[0];
  if (typeof first !== 'object' || first === null) return column.every((value) => value === first) ? 1 : 0;
  return column.every((value) => Array.isArray(value) && value.length === 0) ? 2 : 0;
}

// eslint-disable-next-line no-control-regex -- what does not fit into one byte
const WIDE = /[^\u0000-\u00ff]/g;
/** A column that begins with so many of them is left as it is. */
const LOOK_AT = 512;
const MANY_WIDE = 48;

/** JSON in which each character fits into one byte: a city in Chinese would else make all columns cross, and be read, twice as wide. */
function narrow(json: string): string {
  WIDE.lastIndex = 0;
  if (!WIDE.test(json)) return json;
  if ((json.slice(0, LOOK_AT).match(WIDE) ?? []).length > MANY_WIDE) return json;
  return json.replace(WIDE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
