import type { Json } from '@sojourn/kernel';
import { FORBIDDEN, wholesome, type OutputLimits } from './output.js';

interface Shape {
  readonly keys: readonly string[];
  /** For each key: null, the next value; or an object of its own. */
  readonly parts: readonly (Shape | null)[];
  /** Which of the keys reach prototypes; their values are left out. */
  readonly forbidden: ReadonlySet<number>;
}

/**
 * Answers that came as rows of values, each of one of a few shapes. Checked here: trees are `[key, 0 | tree][]`, and values texts,
 * numbers, booleans or nulls; a TypeError says otherwise, which our own code in the isolate never does. `plain`: nothing in the
 * text that they were parsed from needs a second look.
 */
export class PackedAnswers {
  readonly #values: readonly Json[];
  readonly #shapes: readonly Shape[];
  #at = 0;

  constructor(values: unknown, trees: readonly unknown[], limits: OutputLimits, plain: boolean) {
    this.#values = checked(listOf(values), limits.characters, plain);
    this.#shapes = trees.map((tree) => shapeOf(listOf(tree), limits, { keys: 0 }, 1, plain));
  }

  /** The next answer, of that shape, rebuilt as `rebuilt` would. Throws a TypeError when there is none. */
  next(shape: number): Json {
    const of = this.#shapes[shape];
    if (!of) throw new TypeError('no such shape');
    const value = this.#built(of);
    if (this.#at > this.#values.length) throw new TypeError('no such answer');
    return value;
  }

  /** All have been taken. */
  get isEmpty(): boolean {
    return this.#at === this.#values.length;
  }

  #built({ keys, parts, forbidden }: Shape): Json {
    // Not Object.create(null): that would be a hash table each.
    const object = Object.setPrototypeOf({}, null) as Record<string, Json>;
    for (let i = 0; i < keys.length; i++) {
      const part = parts[i]!; // one for each key
      const value = part === null ? this.#values[this.#at++]! : this.#built(part); // `next` looks whether there were as many
      if (forbidden.size === 0 || !forbidden.has(i)) object[keys[i]!] = value;
    }
    return object;
  }
}

function shapeOf(
  entries: readonly unknown[],
  limits: OutputLimits,
  counted: { keys: number },
  depth: number,
  plain: boolean,
): Shape {
  counted.keys += entries.length;
  if (depth > limits.depth || counted.keys > limits.keys) throw new TypeError('a shape beyond the limits');
  const keys: string[] = [];
  const parts: (Shape | null)[] = [];
  const forbidden = new Set<number>();
  for (const entry of entries) {
    const [key, tree] = listOf(entry);
    if (typeof key !== 'string') throw new TypeError('no name');
    const name = plain ? key : wholesome(key);
    if (FORBIDDEN.has(name)) forbidden.add(keys.length);
    keys.push(name);
    parts.push(tree === 0 ? null : shapeOf(listOf(tree), limits, counted, depth + 1, plain));
  }
  return { keys, parts, forbidden };
}

function checked(values: readonly unknown[], characters: number, plain: boolean): readonly Json[] {
  for (const value of values) {
    if (typeof value === 'string' ? value.length > characters : typeof value === 'object' && value !== null)
      throw new TypeError('no value of a row');
  }
  // JSON.parse made them: what is neither text nor an object is a number, a boolean or null.
  const all = values as readonly Json[];
  return plain ? all : all.map((value) => (typeof value === 'string' ? wholesome(value) : value));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value;
}
