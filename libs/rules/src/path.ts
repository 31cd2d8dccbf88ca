import type { Json, JsonObject } from '@sojourn/kernel';
import { isWellFormed } from './text.js';

/** The longest path a condition may name, in UTF-16 units. */
export const MAX_PATH = 200;

/** `address.city` as `['address', 'city']`. A key that itself holds a dot cannot be reached. */
export function segmentsOf(path: string): string[] {
  return path.split('.');
}

/**
 * Whether both readings can follow the path: no empty part, no quotation mark, backslash or control character
 * (a JSON path of SQL cannot name those keys alike everywhere), and well-formed Unicode.
 */
export function isPath(path: unknown): path is string {
  return (
    typeof path === 'string' &&
    path.length <= MAX_PATH &&
    isWellFormed(path) &&
    segmentsOf(path).every((segment) => segment !== '' && !UNREACHABLE.test(segment))
  );
}

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNREACHABLE = /["\\\u0000-\u001f\u007f]/;

/** The value at the path; undefined where a step is missing, leads through a list, or ends at null. */
export function valueAt(object: JsonObject, segments: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, segment)) return undefined;
    value = (value as JsonObject)[segment];
  }
  return value ?? undefined;
}
