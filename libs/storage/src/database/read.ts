import { inBatches, type Json } from '@sojourn/kernel';
import type { Reader } from './database.js';

const CHUNK = 1_000;

/**
 * Runs one SELECT per thousand values and joins the rows. `sqlOf` gets the right side of `IN`; `before` and `after` are the
 * parameters that stand before and after it.
 */
export async function rowsAmong<Row>(
  read: Reader,
  values: readonly (string | number)[],
  sqlOf: (list: string) => string,
  before: readonly unknown[] = [],
  after: readonly unknown[] = [],
): Promise<Row[]> {
  const found: Row[] = [];
  for (const slice of inBatches(values, CHUNK)) {
    const list = read.dialect.among(slice);
    for (const row of await read.rows<Row>(sqlOf(list.sql), [...before, ...list.params, ...after])) found.push(row);
  }
  return found;
}

/** A JSON column's value; undefined for NULL. */
export function parseJson<T = Json>(text: unknown): T | undefined {
  // The column holds what we wrote with JSON.stringify, so its shape is the writer's.
  return text === null || text === undefined ? undefined : (JSON.parse(text as string) as T);
}

/** JSON text for a column; undefined becomes NULL. */
export const toJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];
export const ascending = (values: Iterable<number>): number[] => unique(values).sort((a, b) => a - b);
