import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';

const KIND = 'plugin-revision';

/**
 * The counter's row stays locked until the commit, so revisions become visible in their order: a worker that saw one has
 * seen all before it.
 */
export async function nextRevision(tx: Tx): Promise<number> {
  await insertRows(tx, 'id_block', ['kind', 'next'], [[KIND, 0]], 'ignore');
  await tx.run('UPDATE id_block SET next = next + 1 WHERE kind = ?', [KIND]);
  return revision(tx);
}

/** How far it has come; 0 before the first change. */
export async function revision(read: Reader): Promise<number> {
  const [row] = await read.rows<{ next: number }>('SELECT next FROM id_block WHERE kind = ?', [KIND]);
  return Number(row?.next ?? 0);
}
