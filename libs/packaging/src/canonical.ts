import type { Json } from '@sojourn/kernel';

/**
 * JSON with one way to write it: keys sorted by UTF-16 code units, no blanks, numbers and texts as `JSON.stringify` writes them.
 * Signatures and hashes are taken over these bytes (UTF-8).
 *
 *     canonicalJson({ b: 1, a: [true] }) // {"a":[true],"b":1}
 */
export function canonicalJson(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value as { readonly [key: string]: Json | undefined }).filter(
    ([, own]) => own !== undefined,
  );
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, own]) => `${JSON.stringify(key)}:${canonicalJson(own)}`).join(',')}}`;
}
