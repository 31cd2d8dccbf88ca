import type { OutboxItem, OutboxStore } from '@sojourn/execution';
import type { Database } from '../database/database.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { stateIs } from '../journey-store/state-guard.js';
import { COLUMNS, itemOf, type Row } from './rows.js';

/** Leases what is due in these lanes; what others hold is passed over without waiting. */
export async function claim(
  database: Database,
  holder: string,
  { now, leaseMs, wants }: Parameters<OutboxStore['claim']>[0],
): Promise<readonly OutboxItem[]> {
  const clock = DATABASE_NOW[database.dialect.name];
  return database.inTransaction(async (tx) => {
    const rows: Row[] = [];
    for (const { workspaceId, channel, limit, from = 0 } of wants)
      rows.push(
        ...(await tx.rows<Row>(
          `SELECT ${COLUMNS} FROM outbox WHERE state = 'ready' AND workspace_id = ? AND channel = ? AND due_at >= ? AND due_at <= ?
             AND (lease_until IS NULL OR lease_until < ${clock})
           ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
          [workspaceId, channel, from, now, limit],
        )),
      );
    if (rows.length === 0) return [];
    const list = tx.dialect.among(rows.map(({ id }) => id));
    await tx.run(`UPDATE outbox SET holder = ?, lease_until = ${clock} + ? WHERE id IN ${list.sql}`, [
      holder,
      leaseMs,
      ...list.params,
    ]);
    return rows.map((row) => ({ ...itemOf(row), attempt: row.attempt + 1 }));
  });
}

/** Gives back what was leased and not begun. */
export async function release(database: Database, holder: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await database.inTransaction(async (tx) => {
    const list = tx.dialect.among(ids);
    await tx.run(
      `UPDATE outbox SET holder = NULL, lease_until = NULL WHERE id IN ${list.sql} AND ${stateIs('ready')} AND holder = ?`,
      [...list.params, holder],
    );
  });
}
