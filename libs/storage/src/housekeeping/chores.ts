import type { Database, Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { DATABASE_NOW } from '../shards/database-clock.js';

/** How far the chores are; by name. */
export type Progress = ReadonlyMap<string, { readonly doneDay: number; readonly reached: number }>;

const HOUSE = 'house';
const COLUMNS = ['name', 'lease_until', 'turn', 'done_day', 'reached'];

/**
 * Takes or renews the lease on keeping house, for `leaseMs`. False while another worker holds it. Two who believe they hold it
 * do no harm: every chore is exact by itself; the lease only keeps them from doing the work twice.
 */
export async function holdHouse(database: Database, worker: string, leaseMs: number): Promise<boolean> {
  const now = DATABASE_NOW[database.dialect.name];
  return database.inTransaction(async (tx) => {
    const take = (): Promise<{ affected: number }> =>
      tx.run(
        `UPDATE chore SET owner = ?, lease_until = ${now} + ?, turn = turn + 1 WHERE name = ? AND (owner = ? OR lease_until < ${now})`,
        [worker, leaseMs, HOUSE, worker],
      );
    if ((await take()).affected > 0) return true;
    await insertRows(tx, 'chore', COLUMNS, [[HOUSE, 0, 0, 0, 0]], 'ignore');
    return (await take()).affected > 0;
  });
}

export async function progress(read: Reader): Promise<Progress> {
  const rows = await read.rows<{ name: string; doneDay: number; reached: number }>(
    'SELECT name, done_day AS doneDay, reached FROM chore',
  );
  return new Map(rows.map(({ name, doneDay, reached }) => [name, { doneDay, reached }]));
}

/** Notes in the transaction of the work itself how far a chore has come. */
export async function note(tx: Tx, name: string, doneDay: number, reached: number): Promise<void> {
  await insertRows(tx, 'chore', COLUMNS, [[name, 0, 0, doneDay, reached]], {
    key: ['name'],
    set: ({ fresh }) => ({ done_day: fresh('done_day'), reached: fresh('reached') }),
  });
}
