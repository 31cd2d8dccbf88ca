import type { Json } from '@sojourn/kernel';

/** What a script's answer may be at most; beyond it the answer is refused, never cut. */
export interface OutputLimits {
  /** Characters of JSON. */
  readonly characters: number;
  /** Objects within objects. */
  readonly depth: number;
  /** Keys and list items together. */
  readonly keys: number;
}

/** Half of a surrogate pair becomes U+FFFD: databases and JSON parsers of others refuse it. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Half of a pair and NUL, which databases refuse, are made good. */
export const wholesome = (text: string): string => wellFormed(text).replaceAll('\0', '');

export const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether nothing in this JSON needs a second look: no half of a character, no escape that could hide one, no key that reaches a prototype. */
export function isPlain(json: string): boolean {
  return isPlainText(json) && !['"__proto__"', '"constructor"', '"prototype"'].some((name) => json.includes(name));
}

/** The same without its keys: for rows, whose names are looked at one by one. */
export function isPlainText(json: string): boolean {
  return json.isWellFormed() && !json.includes('\\u');
}

/**
 * Rebuilds what came out of an isolate, as JSON.parse made it, as objects without a prototype: keys that reach prototypes are
 * left out, text is made well-formed and loses NUL. `plain`: the text it was parsed from `isPlain`, so the objects can be
 * taken as they are. Throws a RangeError in the reader's words beyond the limits.
 */
export function rebuilt(value: unknown, limits: OutputLimits, plain: boolean): Json {
  let keys = 0;
  const count = (more: number): void => {
    keys += more;
    if (keys > limits.keys) throw new RangeError(`the script returned more than ${limits.keys} values`);
  };
  const tooDeep = (): RangeError => new RangeError(`the script returned objects nested deeper than ${limits.depth}`);
  const strip = (object: object, depth: number): void => {
    if (depth >= limits.depth) throw tooDeep();
    if (Array.isArray(object)) {
      count(object.length);
      for (const item of object as unknown[]) if (typeof item === 'object' && item !== null) strip(item, depth + 1);
      return;
    }
    const names = Object.keys(object);
    count(names.length);
    for (const name of names) {
      const item = (object as Record<string, unknown>)[name];
      if (typeof item === 'object' && item !== null) strip(item, depth + 1);
    }
    Object.setPrototypeOf(object, null);
  };
  const rebuild = (given: unknown, depth: number): Json => {
    if (typeof given === 'string') return wholesome(given);
    // JSON.parse made it: what is neither text nor an object is a number, a boolean or null.
    if (typeof given !== 'object' || given === null) return given as number | boolean | null;
    if (depth >= limits.depth) throw tooDeep();
    if (Array.isArray(given)) {
      count(given.length);
      return given.map((item) => rebuild(item, depth + 1));
    }
    const object: Record<string, Json> = Object.create(null);
    for (const [key, item] of Object.entries(given)) {
      count(1);
      const name = wholesome(key);
      if (!FORBIDDEN.has(name)) object[name] = rebuild(item, depth + 1);
    }
    return object;
  };
  if (!plain) return rebuild(value, 0);
  if (typeof value === 'object' && value !== null) strip(value, 0);
  return value as Json;
}

/** What one decision may be. */
export const DECISION: OutputLimits = { characters: 262_144, depth: 32, keys: 5_000 };

/**
 * A decision that was made in the engine's own process, of what others said, as it would come out of an isolate: without keys that
 * reach prototypes, its text well-formed. Throws a RangeError beyond the limits of one.
 */
export function asHeard(decision: object): Json {
  const text = JSON.stringify(decision);
  if (text.length > DECISION.characters) throw new RangeError(`answered more than ${DECISION.characters} characters`);
  return rebuilt(JSON.parse(text), DECISION, isPlain(text));
}

// Control characters and the marks that turn the direction of text: in a log or a message they could forge lines.
// eslint-disable-next-line no-control-regex -- these are what it looks for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** One line, fit for a log or a screen. */
export function printable(text: string, characters: number): string {
  return wellFormed(text.slice(0, characters)).replace(
    UNPRINTABLE,
    (mark) => '\\u' + mark.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** What a guest says went wrong: its words, and whether they are of a throw, of the compiler, or of a refused answer. */
export interface Fault {
  readonly message: string;
  readonly reason?: 'syntax' | 'rejected';
}

/**
 * The words of an error, with the line of the script where it happened when the stack tells. `headLines`: lines that the
 * compiler put before the script's own.
 */
export function faultOf(error: unknown, headLines: number): Fault {
  const { message, stack, reason } =
    typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const words = typeof message === 'string' ? message : 'the script failed';
  const at = typeof stack === 'string' ? /<anonymous>:(\d+):\d+/.exec(stack)?.[1] : undefined;
  const line = Number(at ?? 0) - headLines;
  return {
    message: printable(line >= 1 ? `${words} (line ${line})` : words, 500),
    ...(reason === 'syntax' || reason === 'rejected' ? { reason } : {}),
  };
}
