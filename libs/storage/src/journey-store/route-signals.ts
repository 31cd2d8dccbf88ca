import type { JourneyStore, Routed, Signal } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { shardOf } from '../database/shard-of.js';
import { EdgeCounts } from './edge-counts.js';
import { layEntryTimers } from './entry-timers.js';
import { standing } from './held-shards.js';
import { factOf } from './load-facts.js';
import { routingReads } from './routing-reads.js';
import { stateIs } from './state-guard.js';
import { wokenByTime } from './unheard.js';
import { admitRuns, endRuns, moveSegments, wakeRuns } from './write-routing.js';

/** How far to look for signals of other contacts when one contact has many in front. */
const LOOK_AHEAD = 2;

interface Waiting {
  readonly id: number;
  readonly contactId: number;
  readonly shard: number;
}
interface Row {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly at: number;
  readonly type: string | null;
  readonly occurredAt: number;
  readonly properties: string;
}

type Take = Parameters<JourneyStore['routeSignals']>[0];

export async function routeSignals(
  database: Database,
  take: Take,
  route: Parameters<JourneyStore['routeSignals']>[1],
): Promise<Routed> {
  return database.inTransaction(async (tx) => {
    const stands = await standing(tx, take.lanes.map(({ lease }) => lease)); // prettier-ignore
    const lanes = take.lanes.filter(({ lease }) => stands(lease));
    const gone = unique(take.lanes.flatMap(({ lease }) => (stands(lease) ? [] : [lease.shard])));
    const lost = gone.length > 0 ? { lost: gone } : {};
    const taken = await takeSignals(tx, { ...take, lanes });
    if (taken.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0, ...lost };
    // A signal whose event was erased has nothing to say.
    const signals = taken.flatMap((row): Signal[] =>
      row.type === null
        ? []
        : [
            {
              id: row.id,
              workspaceId: row.workspaceId,
              contactId: row.contactId,
              at: row.at,
              event: factOf({ ...row, type: row.type }),
            },
          ],
    );
    const routing = await route(signals, routingReads(tx));

    const counts = new EdgeCounts();
    const ended = await endRuns(tx, routing.end, counts);
    const woken = await wakeRuns(tx, routing.wake, new Set(routing.end.map(({ runId }) => runId)));
    const admitted = await admitRuns(tx, routing.admit, counts);
    await moveSegments(tx, routing.enterSegment, routing.leaveSegment);
    await layEntryTimers(tx, routing.entryTimers, Math.max(0, ...signals.map(({ at }) => at)));
    await raiseHeard(tx, signals);
    const routed = tx.dialect.among(taken.map(({ id }) => id));
    await tx.run(`DELETE FROM \`signal\` WHERE id IN ${routed.sql}`, routed.params);
    await counts.write(tx);
    return { signals: taken.length, admitted, woken, ended: ended.size, ...lost };
  });
}

/** The first signal of each of up to `limit` contacts that are free. */
async function takeSignals(tx: Tx, { lanes, limit, reserve }: Take): Promise<readonly Row[]> {
  if (lanes.length === 0) return [];
  const share = Math.max(1, Math.ceil(limit / lanes.length)) * LOOK_AHEAD;
  const found = await tx.rows<Waiting>(
    waitingStatement(tx.dialect.name, lanes.length),
    lanes.flatMap(({ lease, workspaceId }) => [lease.shard, workspaceId, share]),
  );
  const rows = await withoutStrays(tx, found);
  rows.sort((a, b) => a.id - b.id);
  const earliest = new Map<number, number>();
  for (const { id, contactId } of rows) if (!earliest.has(contactId)) earliest.set(contactId, id);
  const free = reserve([...earliest.keys()]);
  const first = new Map<number, number>();
  for (const [contactId, id] of earliest) {
    if (first.size === limit) break;
    if (free.has(contactId)) first.set(contactId, id);
  }
  await passOverMoving(tx, first);
  return rowsAmong<Row>(
    tx,
    [...first.values()],
    (list) =>
      `SELECT s.id, s.workspace_id AS workspaceId, s.contact_id AS contactId, s.at, e.type, e.occurred_at AS occurredAt, e.properties
       FROM \`signal\` s LEFT JOIN event e ON e.id = s.id WHERE s.id IN ${list} ORDER BY s.id`,
  );
}

/** The first signals of so many lanes. */
export function waitingStatement(dialect: 'sqlite' | 'mysql', lanes: number): string {
  const part =
    'SELECT id, contact_id AS contactId, shard FROM `signal` WHERE shard = ? AND workspace_id = ? ORDER BY id LIMIT ?';
  return Array.from({ length: lanes }, () => (dialect === 'mysql' ? `(${part})` : `SELECT * FROM (${part})`)).join(
    ' UNION ALL ',
  );
}

/** An engine of the release before lays signals into shard 0: those of other shards are sent where they belong. */
async function withoutStrays(tx: Tx, rows: readonly Waiting[]): Promise<Waiting[]> {
  const strays = groupBy(
    rows.filter(({ shard, contactId }) => shardOf(tx.dialect, contactId) !== shard),
    ({ contactId }) => shardOf(tx.dialect, contactId),
  );
  if (strays.size === 0) return [...rows];
  for (const [shard, group] of strays) {
    const list = tx.dialect.among(group.map(({ id }) => id));
    await tx.run(`UPDATE \`signal\` SET shard = ? WHERE id IN ${list.sql}`, [shard, ...list.params]);
  }
  return rows.filter(({ shard, contactId }) => shardOf(tx.dialect, contactId) === shard);
}

/** The newest event that journeys have heard of, per contact. A merged contact may have heard of later ones. */
async function raiseHeard(tx: Tx, signals: readonly Signal[]): Promise<void> {
  if (tx.each) {
    const sql = 'UPDATE contact SET last_event_id = ? WHERE id = ? AND last_event_id < ?';
    tx.each(sql, signals.map(({ id, contactId }) => [id, contactId, id])); // prettier-ignore
    return;
  }
  const list = tx.dialect.among(signals.map(({ id }) => id));
  await tx.run(
    `UPDATE \`signal\` s STRAIGHT_JOIN contact c ON c.id = s.contact_id SET c.last_event_id = s.id WHERE s.id IN ${list.sql} AND c.last_event_id < s.id`,
    list.params,
  );
}

/** What the contact did before has its consequences first: runs that it woke or let in, and timers that came before this event. */
async function passOverMoving(tx: Tx, first: Map<number, number>): Promise<void> {
  const moving = await rowsAmong<{ contactId: number }>(
    tx,
    [...first.values()],
    (list) =>
      `SELECT s.contact_id AS contactId FROM \`signal\` s JOIN run r ON r.workspace_id = s.workspace_id AND r.contact_id = s.contact_id
       WHERE s.id IN ${list} AND ${stateIs('active')} AND (r.due_at < s.at OR (r.due_at = s.at AND NOT ${wokenByTime('r')}))`,
  );
  for (const { contactId } of moving) first.delete(contactId);
}
