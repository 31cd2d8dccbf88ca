import type { Json } from '@sojourn/kernel';
import { canonicalJson } from '@sojourn/packaging';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/**
 * The first difference between what is expected and what came, in words; null when all that is expected is there. Objects may hold
 * more than expected, lists not. `null` also means: not there.
 */
export function difference(expected: Json, actual: Json | undefined, at = ''): string | null {
  const place = at === '' ? 'it' : at;
  if (expected === null)
    return actual === undefined || actual === null ? null : `${place} is ${shown(actual)}, expected none`;
  if (typeof expected === 'string' && typeof actual === 'number' && ISO.test(expected)) {
    return Date.parse(expected) === actual
      ? null
      : `${place} is ${new Date(actual).toISOString()}, expected ${expected}`;
  }
  if (typeof expected !== 'object') return Object.is(expected, actual) ? null : unequal(place, actual, expected);
  if (typeof actual !== 'object' || actual === null) return unequal(place, actual, expected);
  if (Array.isArray(expected)) {
    const list: readonly Json[] = expected;
    if (!Array.isArray(actual) || actual.length !== list.length) return unequal(place, actual, expected);
    return first(list.map((one, index) => difference(one, (actual as readonly Json[])[index], `${at}/${index}`)));
  }
  const found = actual as { readonly [key: string]: Json };
  return first(Object.entries(expected).map(([key, one]) => difference(one, found[key], `${at}/${key}`)));
}

const first = (found: readonly (string | null)[]): string | null => found.find((one) => one !== null) ?? null;
const shown = (value: Json | undefined): string =>
  value === undefined ? 'not there' : JSON.stringify(value).slice(0, 300);
const unequal = (place: string, actual: Json | undefined, expected: Json): string =>
  `${place} is ${shown(actual)}, expected ${shown(expected)}`;

/** Whether two values are the same data, whatever the order of their keys and wherever their objects come from. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}
