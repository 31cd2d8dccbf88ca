import type { Tx } from '../database/database.js';
import { unique } from '../database/read.js';

/** What a row was read under: its shard, and the epoch of the owner that read it. */
export interface Held {
  readonly shard: number;
  readonly epoch: number;
}

/**
 * Which of these still stand: nobody has owned their shard since. Their owner stays until the end of the transaction; a takeover
 * waits for it, so that an old owner and a new one never write beside each other.
 */
export async function standing(tx: Tx, held: readonly Held[]): Promise<(one: Held) => boolean> {
  if (held.length === 0) return () => true;
  // Read as a whole, the small table would make this wait for changes of shards that are none of ours.
  const byKey = tx.dialect.name === 'mysql' ? ' FORCE INDEX (PRIMARY)' : '';
  const list = tx.dialect.among(unique(held.map(({ shard }) => shard)));
  const rows = await tx.rows<{ id: number; epoch: number }>(
    `SELECT id, epoch FROM shard${byKey} WHERE id IN ${list.sql}${tx.dialect.forShare}`,
    list.params,
  );
  const epochs = new Map(rows.map(({ id, epoch }) => [id, epoch]));
  return ({ shard, epoch }) => epochs.get(shard) === epoch;
}
