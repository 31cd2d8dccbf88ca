import type { Json } from '@sojourn/kernel';

/** Keys that would reach behind an object when it is copied. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** A copy without dangerous keys and with well-formed text. The depth was bounded before the text was parsed. */
export function clean(value: unknown): Json {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value as Json; // parsed from JSON: a number, a boolean or null
  if (Array.isArray(value)) return value.map(clean);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (FORBIDDEN.has(key) ? [] : [[wellFormed(key), clean(inner)]])),
  );
}

/** Half of a surrogate pair has no UTF-8: databases refuse it. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
