import { invalidInput } from './invalid-input.js';

/** A cursor that is the last id of the page before; undefined for the first page. */
export function idCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const id = Number(cursor);
  if (!/^\d{1,16}$/.test(cursor) || !Number.isSafeInteger(id))
    throw invalidInput([{ pointer: '/cursor', message: 'cursor must be the `next` of an earlier page' }]);
  return id;
}

/** The rows of a page and the cursor after it, out of one row more than fits. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => number,
): { readonly rows: readonly T[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? String(cursorOf(last)) : null };
}
