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
 *   tree: 0, the row's value in the next column; 1, the next constant; 2, an empty list; 3, a whole number of two columns, the first
 *   in units of 2^30; 10, 100 or 1000, the value in the next column divided by that; or an object's entries [[key, tree], ...]
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
  const isSingle = kept.length === 1 && kept[0]!.rows === inputs.length;
  const order = (isSingle ? [] : places).map((group, index) => {
    const number = group === null ? undefined : numbers.get(group);
    if (number === undefined) others.push(inputs[index]!); // the list that `places` was made of
    return number ?? kept.length;
  });
  const texts = [...kept.map((group) => group.packed()), JSON.stringify([0, [], [others]])];
  return `[${isSingle ? 'null' : JSON.stringify(order)},${texts.join()}]`;
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

type Leaf = 0 | 1 | 2 | 3 | 10 | 100 | 1_000;
type Tree = Leaf | readonly (readonly [key: string, tree: Tree])[];

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
    const codes = this.#columns.map((column): Leaf => {
      column.length = this.rows;
      const [leaf, ...lists] = columnsOf(column);
      if (leaf === 1) constants.push(column[0]);
      for (const list of lists) columns.push(narrow(JSON.stringify(list)));
      return leaf;
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

/** How a column crosses, and what is written of it. Lists and objects that are not all empty lists are every contact's own. */
function columnsOf(column: readonly unknown[]): readonly [Leaf, ...(readonly unknown[])[]] {
  const first = column[0];
  if (typeof first === 'object' && first !== null)
    return column.every((value) => Array.isArray(value) && value.length === 0) ? [2] : [0, column];
  if (column.every((value) => value === first)) return [1];
  return (typeof first === 'number' && ofSmall(column)) || [0, column];
}

/** V8 writes and reads small whole numbers in a fifth of the time that it takes for others. */
const SMALL = 2 ** 30;

/** Money as cents, moments as two parts: when every number comes out the same again. */
function ofSmall(column: readonly unknown[]): readonly [Leaf, ...(readonly number[])[]] | undefined {
  if (!column.every((value) => typeof value === 'number')) return undefined;
  const numbers = column; // as was just seen
  if (numbers.every((value) => Number.isSafeInteger(value))) {
    if (numbers.every((value) => value > -SMALL && value < SMALL)) return [0, numbers];
    return [3, numbers.map((value) => Math.floor(value / SMALL)), numbers.map(lowPart)];
  }
  for (const scale of [10, 100, 1_000] as const) {
    const scaled = scaledBy(numbers, scale);
    if (scaled) return [scale, scaled];
  }
  return undefined;
}

const lowPart = (value: number): number => value - Math.floor(value / SMALL) * SMALL;

function scaledBy(numbers: readonly number[], scale: number): readonly number[] | undefined {
  const scaled = new Array<number>(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!; // within the list
    const times = Math.round(value * scale);
    if (times / scale !== value || times <= -SMALL || times >= SMALL) return undefined;
    scaled[row] = times;
  }
  return scaled;
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
