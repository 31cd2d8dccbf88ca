import { mayRepeat, type OutboxItem, type OutboxStore } from '@sojourn/execution';
import type { Database, Tx } from '../database/database.js';
import { updateRows } from '../database/write.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { finish } from './finish.js';
import { COLUMNS, itemOf, type Row, UNTAKEN } from './rows.js';

/** Rows looked at in one go. */
const LIMIT = 500;

/** Takes up what was being sent when its worker died. It may have arrived: only who would recognise it gets it again. */
export async function recover(
  database: Database,
  { now, rulesOf }: Parameters<OutboxStore['recover']>[0],
): Promise<{ readonly again: number; readonly unknown: number }> {
  const clock = DATABASE_NOW[database.dialect.name];
  const lost = `state = 'sending' AND (lease_until IS NULL OR lease_until < ${clock})`;
  const [any] = await database.read.rows(`SELECT 1 AS one FROM outbox WHERE ${lost} LIMIT 1`);
  if (!any) return { again: 0, unknown: 0 };
  return database.inTransaction(async (tx) => {
    const rows = await tx.rows<Row>(`SELECT ${COLUMNS} FROM outbox WHERE ${lost} ORDER BY id LIMIT ${LIMIT}${tx.dialect.skipLocked}`); // prettier-ignore
    const items = rows.map(itemOf);
    const again: OutboxItem[] = [];
    const unknown: OutboxItem[] = [];
    for (const item of items) {
      const rules = rulesOf(item.effect);
      const repeats = mayRepeat(rules, item.ambiguousAt ?? now, now) && item.attempt < rules.attempts;
      (repeats ? again : unknown).push(item);
    }
    await updateRows(tx, {
      table: 'outbox',
      key: 'id',
      columns: { ambiguous_at: 'int', reason: 'text' },
      rows: again.map(({ id, ambiguousAt }) => [id, ambiguousAt ?? now, 'worker-lost']),
      set: `state = 'ready', ${UNTAKEN}`,
    });
    await finish(tx, unknown.map(({ id }) => ({ id, at: now, final: { status: 'unknown', reason: 'worker-lost' } }))); // prettier-ignore
    return { again: again.length, unknown: unknown.length };
  });
}

/** Nobody holds anything: for a process that knows itself alone on the database. What was being sent is in doubt at once. */
export async function abandonDeliveries(tx: Tx): Promise<number> {
  await tx.run("UPDATE outbox SET holder = NULL, lease_until = NULL WHERE state = 'ready' AND lease_until IS NOT NULL");
  return (await tx.run("UPDATE outbox SET due_at = ready_at, lease_until = NULL WHERE state = 'sending'")).affected;
}

/** Unknown deliveries of a channel whose provider can be asked; they are put off, so that nobody else asks meanwhile. */
export async function doubtful(
  database: Database,
  holder: string,
  { now, channel, notBefore, limit, pauseMs }: Parameters<OutboxStore['doubtful']>[0],
): Promise<readonly OutboxItem[]> {
  const find = `SELECT ${COLUMNS} FROM outbox WHERE state = 'unknown' AND due_at <= ? AND channel = ? AND settled_at >= ? ORDER BY due_at, id LIMIT ?`;
  const params = [now - pauseMs, channel, notBefore, limit];
  const [any] = await database.read.rows(find, params);
  if (!any) return [];
  return database.inTransaction(async (tx) => {
    const rows = await tx.rows<Row>(`${find}${tx.dialect.skipLocked}`, params);
    if (rows.length === 0) return [];
    const list = tx.dialect.among(rows.map(({ id }) => id));
    await tx.run(`UPDATE outbox SET due_at = ?, holder = ? WHERE id IN ${list.sql}`, [now, holder, ...list.params]);
    return rows.map(itemOf);
  });
}
