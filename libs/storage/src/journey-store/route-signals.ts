import type { JourneyStore, Routed, Signal } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { shardOf } from '../database/shard-of.js';
import { EdgeCounts } from './edge-counts.js';
import { layEntryTimers } from './entry-timers.js';
import { standing } from './held-shards.js';
import { factOf } from './load-facts.js';
import { routingReads, runsUnderWay, type RunUnderWay } from './routing-reads.js';
import { admitRuns, endRuns, moveSegments, NotAllUnderWay, wakeRuns } from './write-routing.js';

/** How far to look for signals of other contacts when one contact has many in front. */
const LOOK_AHEAD = 2;

interface Waiting {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly at: number;
  readonly shard: number;
}
interface EventRow {
  readonly id: number;
  readonly type: string;
  readonly occurredAt: number;
  readonly properties: string;
}

type Take = Parameters<JourneyStore['routeSignals']>[0];
type Route = Parameters<JourneyStore['routeSignals']>[1];

/** A signal went to another contact, or a run ended, while it was decided about: nothing of this attempt may be committed. */
class ChangedMeanwhile extends Error {}

export async function routeSignals(database: Database, take: Take, route: Route): Promise<Routed> {
  try {
    return await attempt(database, take, route, true);
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile || error instanceof NotAllUnderWay)) throw error;
    return await attempt(database, take, route, false);
  }
}

async function attempt(database: Database, take: Take, route: Route, trusting: boolean): Promise<Routed> {
  return database.inTransaction(async (tx) => {
    const stands = await standing(tx, take.lanes.map(({ lease }) => lease)); // prettier-ignore
    const lanes = take.lanes.filter(({ lease }) => stands(lease));
    const gone = unique(take.lanes.flatMap(({ lease }) => (stands(lease) ? [] : [lease.shard])));
    const lost = gone.length > 0 ? { lost: gone } : {};
    const { taken, runs } = await takeSignals(tx, { ...take, lanes }, !trusting);
    if (taken.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0, ...lost };
    const signals = await withEvents(tx, taken);
    const routing = await route(
      signals,
      routingReads(tx, { contacts: new Set(taken.map(({ contactId }) => contactId)), runs }),
    );

    const counts = new EdgeCounts();
    const ended = await endRuns(tx, routing.end, counts);
    const woken = await wakeRuns(tx, routing.wake, new Set(routing.end.map(({ runId }) => runId)), trusting);
    const admitted = await admitRuns(tx, routing.admit, counts);
    await moveSegments(tx, routing.enterSegment, routing.leaveSegment);
    await layEntryTimers(tx, routing.entryTimers, Math.max(0, ...signals.map(({ at }) => at)));
    await raiseHeard(tx, signals);
    await removeSignals(tx, taken);
    await counts.write(tx);
    return { signals: taken.length, admitted, woken, ended: ended.size, ...lost };
  });
}

/**
 * The first signal of each of up to `limit` contacts that are free and have nothing to do first; and the runs of those contacts.
 * With `locked`, the signals stay as they are: a merge that would hand them to another contact waits.
 */
async function takeSignals(
  tx: Tx,
  { lanes, limit, reserve }: Take,
  locked: boolean,
): Promise<{ readonly taken: readonly Waiting[]; readonly runs: readonly RunUnderWay[] }> {
  if (lanes.length === 0) return { taken: [], runs: [] };
  const share = Math.max(1, Math.ceil(limit / lanes.length)) * LOOK_AHEAD;
  const found = await tx.rows<Waiting>(
    waitingStatement(tx.dialect.name, lanes.length),
    lanes.flatMap(({ lease, workspaceId }) => [lease.shard, workspaceId, share]),
  );
  const rows = await withoutStrays(tx, found);
  rows.sort((a, b) => a.id - b.id);
  const earliest = new Map<number, Waiting>();
  for (const row of rows) if (!earliest.has(row.contactId)) earliest.set(row.contactId, row);
  const free = reserve([...earliest.keys()]);
  const first = new Map<number, Waiting>();
  for (const [contactId, row] of earliest) {
    if (first.size === limit) break;
    if (free.has(contactId)) first.set(contactId, row);
  }
  if (locked) await keepWhatStands(tx, first);
  const runs = await runsUnderWay(tx, [...first.values()]);
  // What the contact did before has its consequences first: runs that it woke or let in, and timers that came before this event.
  for (const run of runs) {
    const signal = first.get(run.contactId);
    if (signal && movesBefore(run, signal.at)) first.delete(run.contactId);
  }
  return { taken: [...first.values()], runs: runs.filter(({ contactId }) => first.has(contactId)) };
}

function movesBefore({ state, dueAt, byTime }: RunUnderWay, at: number): boolean {
  if (state !== 'active' || dueAt === null) return false;
  return dueAt < at || (dueAt === at && !byTime);
}

/** Locks the signals and leaves out those that are another contact's by now, or nobody's. */
async function keepWhatStands(tx: Tx, first: Map<number, Waiting>): Promise<void> {
  const rows = await rowsAmong<{ id: number; contactId: number }>(
    tx,
    [...first.values()].map(({ id }) => id),
    (list) =>
      `SELECT id, contact_id AS contactId FROM \`signal\` WHERE id IN ${list} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const stands = new Set(rows.filter(({ id, contactId }) => first.get(contactId)?.id === id).map((row) => row.id));
  for (const { id, contactId } of [...first.values()]) if (!stands.has(id)) first.delete(contactId);
}

/** A signal whose event was erased has nothing to say. */
async function withEvents(tx: Tx, taken: readonly Waiting[]): Promise<Signal[]> {
  const rows = await rowsAmong<EventRow>(
    tx,
    taken.map(({ id }) => id),
    (list) => `SELECT id, type, occurred_at AS occurredAt, properties FROM event WHERE id IN ${list}`,
  );
  const events = new Map(rows.map((row) => [row.id, factOf(row)]));
  return taken.flatMap(({ id, workspaceId, contactId, at }): Signal[] => {
    const event = events.get(id);
    return event ? [{ id, workspaceId, contactId, at, event }] : [];
  });
}

/** They are what was decided about: still there, and still of the same contacts. */
async function removeSignals(tx: Tx, taken: readonly Waiting[]): Promise<void> {
  const routed = tx.dialect.among(taken.map(({ id }) => id));
  const sql = `DELETE FROM \`signal\` WHERE id IN ${routed.sql}`;
  if (tx.dialect.name === 'sqlite') return void (await tx.run(sql, routed.params));
  const pairs = taken.map(({ id, contactId }) => [id, contactId]);
  const { affected } = await tx.run(`${sql} AND (id, contact_id) IN (?)`, [...routed.params, pairs]);
  if (affected !== taken.length) throw new ChangedMeanwhile();
}

/** The first signals of so many lanes. Left to choose, MariaDB may walk all signals by id to save itself the sorting of a few. */
export function waitingStatement(dialect: 'sqlite' | 'mysql', lanes: number): string {
  const byLane = dialect === 'mysql' ? ' FORCE INDEX (ix_signal_lane)' : '';
  const part = `SELECT id, workspace_id AS workspaceId, contact_id AS contactId, at, shard FROM \`signal\`${byLane}
  WHERE shard = ? AND workspace_id = ? ORDER BY id LIMIT ?`;
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
