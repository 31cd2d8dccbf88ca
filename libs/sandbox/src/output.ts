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

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Rebuilds what came out of an isolate as objects without a prototype: keys that reach prototypes are left out, text is
 * made well-formed and loses NUL. Throws a RangeError in the reader's words beyond the limits.
 */
export function sanitized(json: string, limits: OutputLimits): Json {
  if (json.length > limits.characters)
    throw new RangeError(`the script returned more than ${limits.characters} characters`);
  let keys = 0;
  const count = (more: number): void => {
    keys += more;
    if (keys > limits.keys) throw new RangeError(`the script returned more than ${limits.keys} values`);
  };
  const text = (value: string): string => wellFormed(value).replaceAll('\0', '');
  const rebuild = (value: unknown, depth: number): Json => {
    if (typeof value === 'string') return text(value);
    // JSON.parse made it: what is neither text nor an object is a number, a boolean or null.
    if (typeof value !== 'object' || value === null) return value as number | boolean | null;
    if (depth >= limits.depth) throw new RangeError(`the script returned objects nested deeper than ${limits.depth}`);
    if (Array.isArray(value)) {
      count(value.length);
      return value.map((item) => rebuild(item, depth + 1));
    }
    const object: Record<string, Json> = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      count(1);
      if (!FORBIDDEN.has(key)) object[text(key)] = rebuild(item, depth + 1);
    }
    return object;
  };
  return rebuild(JSON.parse(json), 0);
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

/** The words of a script's error, with the line of the script where it happened when the stack tells. */
export function errorMessage(json: string): string {
  let message = 'the script failed';
  let stack = '';
  try {
    const error = JSON.parse(json) as { message?: unknown; stack?: unknown };
    if (typeof error.message === 'string') message = error.message;
    if (typeof error.stack === 'string') stack = error.stack;
  } catch {
    // A cut or forged report still counts as a failure of the script.
  }
  // The compiled function's head takes the first two lines.
  const line = Number(/<anonymous>:(\d+):\d+/.exec(stack)?.[1] ?? 0) - 2;
  return printable(line >= 1 ? `${message} (line ${line})` : message, 500);
}
