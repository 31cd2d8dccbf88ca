import type { Admission, Routing, RunEnd, SegmentState } from '@sojourn/execution';
import { ENTERED, ENTRY_NODE } from '@sojourn/journey';
import { groupBy } from '@sojourn/kernel';
import type { Tx } from '../database/database.js';
import { shardOf } from '../database/shard-of.js';
import { ascending, rowsAmong, unique } from '../database/read.js';
import { literalRows } from '../database/mysql-literals.js';
import { insertRows, updateRows } from '../database/write.js';
import type { EdgeCounts } from './edge-counts.js';
import { ARRIVED } from './pending.js';
import { UNDER_WAY } from './state-guard.js';

/** Begins runs; their contacts must be locked. */
export async function admitRuns(tx: Tx, admissions: readonly Admission[], counts: EdgeCounts): Promise<number> {
  const ids = await tx.take('run', admissions.length);
  await insertRows(
    tx,
    'run',
    [
      'id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits',
      'arrived_at', 'due_at', 'fence', 'claimed', 'pending', 'variables', 'entry_event_id', 'started_at',
    ], // prettier-ignore
    admissions.map((a, i) => [
      ids[i], a.workspaceId, a.journeyId, a.versionId, a.contactId, a.key, a.entryId, shardOf(tx.dialect, a.contactId), 'active', a.nodeId,
      JSON.stringify({ [a.nodeId]: 1 }), a.at, a.at, 0, 0, ARRIVED, '{}', a.entryEventId, a.at,
    ]), // prettier-ignore
  );
  for (const admission of admissions) counts.add(admission, ENTRY_NODE, ENTERED);
  return admissions.length;
}

/** A run that was to be woken ended meanwhile: nothing of this attempt may be committed. */
export class NotAllUnderWay extends Error {}

/**
 * Makes runs due with an event. A paused run keeps it for the day it is resumed. With `trusting`, all are taken to be under way, which
 * costs less, and `NotAllUnderWay` is thrown when one is not.
 */
export async function wakeRuns(
  tx: Tx,
  wakes: Routing['wake'],
  ended: ReadonlySet<number>,
  trusting: boolean,
): Promise<number> {
  const first = new Map<number, Routing['wake'][number]>();
  for (const wake of wakes) if (!ended.has(wake.runId) && !first.has(wake.runId)) first.set(wake.runId, wake);
  if (first.size === 0) return 0;
  const rows = [...first.values()]
    .sort((a, b) => a.runId - b.runId)
    .map(({ runId, subscription, eventId, at }) => ({
      runId,
      at,
      pending: { kind: 'event', subscription, eventId },
    }));
  const woken = trusting ? await makeAllDue(tx, rows) : await makeDue(tx, rows);
  await dropSubscriptions(tx, [...first.keys()]);
  return woken;
}

interface Wake {
  readonly runId: number;
  readonly at: number;
  readonly pending: object;
}

/** As `makeDue`, by the cheapest statement. An upsert would add a run that is gone, so what does not change every row is refused. */
async function makeAllDue(tx: Tx, wakes: readonly Wake[]): Promise<number> {
  const rows = wakes.map(({ runId, at, pending }) => [JSON.stringify(pending), at, runId]);
  if (tx.each) return tx.each(DUE.sqlite, rows).reduce((sum, changed) => sum + changed, 0);
  const { affected } = await tx.run(DUE.mysql, [literalRows(rows, DUE.rest)]);
  if (affected !== 2 * rows.length) throw new NotAllUnderWay();
  return rows.length;
}

const ON_ITS_WAY = "state IN ('active', 'paused')";
const DUE = {
  sqlite: `UPDATE run SET pending = ?, due_at = ?, fence = fence + 1, claimed = 0, claimed_due = NULL WHERE id = ? AND ${ON_ITS_WAY}`,
  mysql: `INSERT INTO run (pending, due_at, id, workspace_id, journey_id, version_id, contact_id, entry_key, entry_id, shard, state, node_id, visits,
    arrived_at, fence, claimed, variables, started_at) VALUES ?
    ON DUPLICATE KEY UPDATE pending = IF(${ON_ITS_WAY}, VALUES(pending), pending), due_at = IF(${ON_ITS_WAY}, VALUES(due_at), due_at),
    fence = IF(${ON_ITS_WAY}, fence + 1, fence), claimed = IF(${ON_ITS_WAY}, 0, claimed), claimed_due = IF(${ON_ITS_WAY}, NULL, claimed_due)`,
  /** For the columns of an insert that are never used. */
  rest: [0, 0, 0, 0, '', '', 0, '', '', '', 0, 0, 0, '', 0],
} as const;

/** Takes runs out of any claim and makes them due with a new wake. Answers how many were still under way. */
export async function makeDue(tx: Tx, wakes: readonly Wake[]): Promise<number> {
  return updateRows(tx, {
    table: 'run',
    key: 'id',
    columns: { pending: 'text', due_at: 'int' },
    rows: wakes.map(({ runId, at, pending }) => [runId, JSON.stringify(pending), at]),
    set: 'fence = fence + 1, claimed = 0, claimed_due = NULL',
    where: "state IN ('active', 'paused')",
  });
}

export async function dropSubscriptions(tx: Tx, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return;
  const list = tx.dialect.among(runIds);
  await tx.run(`DELETE FROM subscription WHERE run_id IN ${list.sql}`, list.params);
}

/** Ends runs wherever they stand; those over already stay as they are. Answers which it ended. */
export async function endRuns(tx: Tx, ends: readonly RunEnd[], counts: EdgeCounts): Promise<ReadonlySet<number>> {
  const byRun = new Map<number, RunEnd>();
  for (const end of ends) if (!byRun.has(end.runId)) byRun.set(end.runId, end);
  const runs = await rowsAmong<{ id: number; workspaceId: number; versionId: number; nodeId: string }>(
    tx,
    ascending(byRun.keys()),
    (list) =>
      `SELECT id, workspace_id AS workspaceId, version_id AS versionId, node_id AS nodeId FROM run
       WHERE id IN ${list} AND ${UNDER_WAY} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const rows = runs.map((run) => {
    const { at, reason, detail } = byRun.get(run.id)!; // selected by these ids
    counts.addEnd(run, run.nodeId, reason, true);
    return [run.id, at, reason, detail ?? null] as const;
  });
  await updateRows(tx, {
    table: 'run',
    key: 'id',
    columns: { ended_at: 'int', end_reason: 'text', end_detail: 'text' },
    rows,
    set: "state = 'ended', due_at = NULL, fence = fence + 1, claimed = 0, claimed_due = NULL",
  });
  const ended = runs.map(({ id }) => id);
  await dropSubscriptions(tx, ended);
  return new Set(ended);
}

export async function moveSegments(
  tx: Tx,
  enter: readonly SegmentState[],
  leave: readonly SegmentState[],
): Promise<void> {
  for (const group of groupBy(leave, ({ journeyId, entryId }) => `${journeyId}:${entryId}`).values()) {
    const { journeyId, entryId } = group[0]!; // groupBy makes no empty groups
    const list = tx.dialect.among(group.map(({ contactId }) => contactId));
    await tx.run(`DELETE FROM segment_state WHERE journey_id = ? AND entry_id = ? AND contact_id IN ${list.sql}`, [
      journeyId,
      entryId,
      ...list.params,
    ]);
  }
  if (enter.length === 0) return;
  const journeys = await rowsAmong<{ id: number; workspaceId: number }>(
    tx,
    unique(enter.map(({ journeyId }) => journeyId)),
    (list) => `SELECT id, workspace_id AS workspaceId FROM journey WHERE id IN ${list}`,
  );
  const workspaceOf = new Map(journeys.map(({ id, workspaceId }) => [id, workspaceId]));
  await insertRows(
    tx,
    'segment_state',
    ['journey_id', 'entry_id', 'contact_id', 'workspace_id'],
    enter.map(({ journeyId, entryId, contactId }) => [journeyId, entryId, contactId, workspaceOf.get(journeyId) ?? 0]),
    'ignore',
  );
}
