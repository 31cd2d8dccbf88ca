import { inBatches } from '@sojourn/kernel';
import type { Tx } from './database.js';
import { names, quote, type BulkUpdate, type Cell, type OnConflict } from './dialect.js';

/** Rows per statement: large enough to hide the round trip, small enough for MariaDB's 16 MB packet. */
const CHUNK = 1_000;

/** Inserts rows (cells in the order of `columns`); answers how many rows were inserted or changed. */
export async function insertRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  conflict: OnConflict = 'throw',
): Promise<number> {
  let affected = 0;
  if (tx.each && conflict === 'throw') {
    const sql = `INSERT INTO ${quote(table)} (${names(columns)}) VALUES (${columns.map(() => '?').join(', ')})`;
    for (const changed of tx.each(sql, rows)) affected += changed;
    return affected;
  }
  for (const slice of inBatches(rows, CHUNK))
    affected += (await tx.run(tx.dialect.insert(table, columns, slice, conflict))).affected;
  return affected;
}

/** Writes different values into many rows; answers how many rows changed. */
export async function updateRows(tx: Tx, change: BulkUpdate): Promise<number> {
  let affected = 0;
  for (const rows of inBatches(change.rows, CHUNK))
    affected += (await tx.run(tx.dialect.update({ ...change, rows }))).affected;
  return affected;
}
