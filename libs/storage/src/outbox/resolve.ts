import type { Tx } from '../database/database.js';
import { ascending, rowsAmong } from '../database/read.js';
import { stateIs } from '../journey-store/state-guard.js';
import { finish, type Final } from './finish.js';

/** What people and providers decide about deliveries after the engine is done with them. */
export interface Decision {
  readonly workspaceId: number;
  readonly ids: readonly number[];
  readonly at: number;
}

/** Dead and failed deliveries, back in the queue with a fresh count of attempts. Answers which. */
export async function retry(tx: Tx, decision: Decision): Promise<readonly number[]> {
  return putBack(tx, decision, stateIs('dead', 'failed'));
}

/** Settles what is `unknown`: somebody has looked. Answers which it settled. */
export async function reconcile(
  tx: Tx,
  decision: Decision,
  as: 'delivered' | 'failed' | 'send-again',
): Promise<readonly number[]> {
  const open = stateIs('unknown');
  if (as === 'send-again') return putBack(tx, decision, open);
  const ids = await own(tx, decision, open);
  await end(tx, ids, decision.at, { status: as, reason: 'reconciled' }, open);
  return ids;
}

/**
 * What a provider says by itself, once or many times over, of the delivery with this key. It settles what is not settled, and
 * `unknown`; an earlier `delivered` stays. Answers whether it changed anything; undefined when the workspace has no such key.
 */
export async function called(
  tx: Tx,
  workspaceId: number,
  key: string,
  at: number,
  final: Final['final'],
): Promise<boolean | undefined> {
  const [row] = await tx.rows<{ id: number }>('SELECT id FROM outbox WHERE effect_key = ? AND workspace_id = ?', [
    key,
    workspaceId,
  ]);
  if (!row) return undefined;
  return (await end(tx, [row.id], at, final, stateIs('ready', 'paused', 'sending', 'unknown'), 'attempt > 0')) > 0;
}

async function end(
  tx: Tx,
  ids: readonly number[],
  at: number,
  final: Final['final'],
  open: string,
  more = '1 = 1',
): Promise<number> {
  return finish(tx, ids.map((id) => ({ id, at, final })), { sql: `${open} AND ${more}` }); // prettier-ignore
}

async function own(tx: Tx, { workspaceId, ids }: Decision, open: string): Promise<number[]> {
  const rows = await rowsAmong<{ id: number }>(
    tx,
    ascending(ids),
    (list) =>
      `SELECT id FROM outbox WHERE id IN ${list} AND workspace_id = ? AND ${open} ORDER BY id${tx.dialect.forUpdate}`,
    [],
    [workspaceId],
  );
  return rows.map(({ id }) => id);
}

async function putBack(tx: Tx, decision: Decision, open: string): Promise<number[]> {
  const ids = await own(tx, decision, open);
  if (ids.length === 0) return [];
  const list = tx.dialect.among(ids);
  const { at } = decision;
  await tx.run(
    `UPDATE outbox SET state = 'ready', attempt = 0, due_at = ?, ready_at = ?, queued_at = ?, settled_at = NULL, ambiguous_at = NULL, holder = NULL, lease_until = NULL
     WHERE id IN ${list.sql}`,
    [at, at, at, ...list.params],
  );
  return ids;
}
