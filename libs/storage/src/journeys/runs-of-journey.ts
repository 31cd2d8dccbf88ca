import type { Admission, RoutingReads } from '@sojourn/execution';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Reader, Tx } from '../database/database.js';
import { SHARDS } from '../database/shard-of.js';
import type { RunState } from '../entities/rows.js';
import { EdgeCounts } from '../journey-store/edge-counts.js';
import { routingReads } from '../journey-store/routing-reads.js';
import { admitRuns, endRuns } from '../journey-store/write-routing.js';
import { displayName } from '../views/names.js';

/** Halts all runs of a journey where they stand; a claim under way loses its fence. What wakes them is kept for the day they go on. */
export async function pauseRuns(tx: Tx, workspaceId: number, journeyId: number): Promise<number> {
  const { affected } = await tx.run(
    `UPDATE run SET due_at = CASE WHEN claimed = 1 THEN claimed_due ELSE due_at END, claimed = 0, claimed_due = NULL, fence = fence + 1, state = 'paused'
     WHERE workspace_id = ? AND journey_id = ? AND state = 'active'`,
    [workspaceId, journeyId],
  );
  return affected;
}

/** Lets the runs of a journey go on, and what they were about to send. */
export async function resumeRuns(tx: Tx, workspaceId: number, journeyId: number): Promise<number> {
  await tx.run(
    `UPDATE outbox SET state = 'ready' WHERE state = 'paused' AND workspace_id = ?
     AND run_id IN (SELECT id FROM run WHERE journey_id = ? AND state = 'paused')`,
    [workspaceId, journeyId],
  );
  return (
    await tx.run("UPDATE run SET state = 'active' WHERE workspace_id = ? AND journey_id = ? AND state = 'paused'", [
      workspaceId,
      journeyId,
    ])
  ).affected;
}

/** Takes up to `limit` contacts out of an archived journey; answers how many runs it ended. Call again until it answers 0. */
export async function removeRuns(
  tx: Tx,
  own: { readonly workspaceId: number; readonly journeyId: number; readonly at: number; readonly limit: number },
): Promise<number> {
  const runs = await tx.rows<{ id: number }>(
    "SELECT id FROM run WHERE workspace_id = ? AND journey_id = ? AND state IN ('active', 'paused') ORDER BY id LIMIT ?",
    [own.workspaceId, own.journeyId, own.limit],
  );
  const counts = new EdgeCounts();
  const ended = await endRuns(tx, runs.map(({ id }) => ({ runId: id, at: own.at, reason: 'removed' })), counts); // prettier-ignore
  await counts.write(tx);
  return ended.size;
}

/**
 * Lets contacts in, in one transaction: `choose` may read as routing does and answers whom to admit.
 * Answers how many runs began.
 */
export async function admit(
  database: Database,
  contactIds: readonly number[],
  choose: (read: RoutingReads) => Promise<readonly Admission[]>,
): Promise<number> {
  return database.inTransaction(async (tx) => {
    await lockContacts(tx, contactIds);
    const counts = new EdgeCounts();
    const admitted = await admitRuns(tx, await choose(routingReads(tx)), counts);
    await counts.write(tx);
    return admitted;
  });
}

export interface RunLine {
  readonly id: number;
  readonly contactId: number;
  readonly contactName: string | null;
  readonly nodeId: string;
  readonly state: RunState;
  readonly startedAt: number;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly endReason: string | null;
}

/** Runs of a journey, newest first, by id. */
export async function page(
  read: Reader,
  query: {
    readonly workspaceId: number;
    readonly journeyId: number;
    readonly node?: string | undefined;
    readonly state?: RunState | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly RunLine[]> {
  let where = 'r.workspace_id = ? AND r.journey_id = ? AND r.id < ?';
  const params: unknown[] = [query.workspaceId, query.journeyId, query.before ?? Number.MAX_SAFE_INTEGER];
  if (query.node !== undefined) {
    where += ' AND r.node_id = ?';
    params.push(query.node);
  }
  if (query.state !== undefined) {
    where += ' AND r.state = ?';
    params.push(query.state);
  }
  return read.rows(
    `SELECT r.id, r.contact_id AS contactId, ${displayName('c')} AS contactName, r.node_id AS nodeId, r.state, r.started_at AS startedAt,
       CASE WHEN r.claimed = 1 THEN r.claimed_due ELSE r.due_at END AS dueAt, r.ended_at AS endedAt, r.end_reason AS endReason
     FROM run r LEFT JOIN contact c ON c.id = r.contact_id WHERE ${where} ORDER BY r.id DESC LIMIT ?`,
    [...params, query.limit],
  );
}

/** When active runs of the workspace are next due, up to a moment, by the user id of their contact. */
export async function dueByUser(read: Reader, workspaceId: number, until: number): Promise<Map<string, number>> {
  const shards = read.dialect.among(Array.from({ length: SHARDS[read.dialect.name] }, (_, shard) => shard));
  const rows = await read.rows<{ userId: string | null; at: number }>(
    `SELECT c.external_id AS userId, MIN(r.due_at) AS at FROM run r JOIN contact c ON c.id = r.contact_id
     WHERE r.state = 'active' AND r.shard IN ${shards.sql} AND r.workspace_id = ? AND r.due_at <= ? GROUP BY c.external_id`,
    [...shards.params, workspaceId, until],
  );
  return new Map(rows.flatMap(({ userId, at }) => (userId === null ? [] : [[userId, at] as const])));
}
