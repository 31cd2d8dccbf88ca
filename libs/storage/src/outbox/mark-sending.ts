import type { Tx } from '../database/database.js';
import { updateRows } from '../database/write.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { stateIs } from '../journey-store/state-guard.js';
import { finish } from './finish.js';
import { hindrances } from './sort-out.js';
import { UNTAKEN } from './rows.js';

/** Rows in the queue that may be marked, as a condition over bare column names. */
export interface Mark {
  readonly now: number;
  readonly leaseMs: number;
  readonly holder: string;
  readonly from: string;
  readonly bodyHashes?: ReadonlyMap<number, string> | undefined;
}

/**
 * Marks rows as being sent, then looks for the last time what stands in the way: what is halted goes back, what is paused is set
 * aside, what the contact has refused is suppressed. Answers what may leave. In this order an opt-out that is committed before the
 * look is always seen.
 */
export async function markSending(tx: Tx, ids: readonly number[], mark: Mark): Promise<ReadonlySet<number>> {
  const { now, leaseMs, holder, from, bodyHashes } = mark;
  const list = tx.dialect.among(ids);
  const clock = DATABASE_NOW[tx.dialect.name];
  // Engines of the release before go by `due_at`: they leave it alone until then.
  const until = now + leaseMs;
  const affected =
    bodyHashes && bodyHashes.size > 0
      ? await updateRows(tx, {
          table: 'outbox',
          key: 'id',
          columns: { body_hash: 'text', due_at: 'int' },
          rows: ids.map((id) => [id, bodyHashes.get(id) ?? null, until]),
          set: `state = 'sending', attempt = attempt + 1, lease_until = ${clock} + ${leaseMs}, holder = '${holder}'`,
          where: from,
        })
      : (
          await tx.run(
            `UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = ${clock} + ?, holder = ?
             WHERE id IN ${list.sql} AND ${from}`,
            [until, leaseMs, holder, ...list.params],
          )
        ).affected;
  if (affected === 0) return new Set();
  const marked =
    affected === ids.length
      ? [...ids]
      : (
          await tx.rows<{ id: number }>(
            `SELECT id FROM outbox WHERE id IN ${list.sql} AND ${stateIs('sending')} AND holder = ?`,
            [...list.params, holder],
          )
        ).map(({ id }) => id);
  const why = await hindrances(tx, marked);
  if (why.size > 0) await keepBack(tx, why, now);
  return new Set(marked.filter((id) => !why.has(id)));
}

async function keepBack(tx: Tx, why: Awaited<ReturnType<typeof hindrances>>, now: number): Promise<void> {
  const of = (...reasons: string[]): number[] => [...why].flatMap(([id, reason]) => (reasons.includes(reason) ? [id] : [])); // prettier-ignore
  const back = async (ids: readonly number[], state: string): Promise<void> => {
    if (ids.length === 0) return;
    const list = tx.dialect.among(ids);
    await tx.run(`UPDATE outbox SET state = ?, attempt = attempt - 1, ${UNTAKEN} WHERE id IN ${list.sql}`, [
      state,
      ...list.params,
    ]);
  };
  await back(of('paused'), 'paused');
  await back(of('halted'), 'ready');
  const refused = of('no-marketing', 'contact-erased', 'run-over');
  await finish(tx, refused.map((id) => ({ id, at: now, final: { status: 'suppressed', reason: why.get(id)! } }))); // prettier-ignore
}
