import { ascending, rowsAmong } from '../database/read.js';
import type { Tx } from '../database/database.js';

/**
 * Locks contacts in ascending order, which every writer does first: what concerns one contact happens one after another,
 * and no two transactions wait for each other. SQLite's one writer has them all.
 */
export async function lockContacts(tx: Tx, ids: Iterable<number>): Promise<void> {
  if (tx.dialect.name === 'sqlite') return;
  await rowsAmong(
    tx,
    ascending(ids),
    (list) => `SELECT id FROM contact WHERE id IN ${list} ORDER BY id${tx.dialect.forUpdate}`,
  );
}
