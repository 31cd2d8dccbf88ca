import type { JourneyStore, Routed, Signal } from '@sojourn/execution';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { updateRows } from '../database/write.js';
import { EdgeCounts } from './edge-counts.js';
import { layEntryTimers } from './entry-timers.js';
import { factOf } from './load-facts.js';
import { routingReads } from './routing-reads.js';
import { stateIs } from './state-guard.js';
import { wokenByTime } from './unheard.js';
import { admitRuns, endRuns, moveSegments, wakeRuns } from './write-routing.js';

/** How far to look for signals of other contacts when one contact has many in front. */
const LOOK_AHEAD = 4;

interface Row {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly at: number;
  readonly type: string | null;
  readonly occurredAt: number;
  readonly properties: string;
}

export async function routeSignals(
  database: Database,
  limit: number,
  route: Parameters<JourneyStore['routeSignals']>[1],
): Promise<Routed> {
  return database.inTransaction(async (tx) => {
    const taken = await takeSignals(tx, limit);
    if (taken.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0 };
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
    await updateRows(tx, {
      table: 'contact',
      key: 'id',
      columns: { last_event_id: 'int' },
      rows: signals.map((signal) => [signal.contactId, signal.id]),
      // A merged contact may have heard of later ones.
      where: 'last_event_id < v0',
    });
    const routed = tx.dialect.among(taken.map(({ id }) => id));
    await tx.run(`DELETE FROM \`signal\` WHERE id IN ${routed.sql}`, routed.params);
    await counts.write(tx);
    return { signals: taken.length, admitted, woken, ended: ended.size };
  });
}

/** The first signal of each of up to `limit` contacts, which are then locked. */
async function takeSignals(tx: Tx, limit: number): Promise<readonly Row[]> {
  const rows = await tx.rows<{ id: number; contactId: number }>(
    `SELECT id, contact_id AS contactId FROM \`signal\` ORDER BY id LIMIT ?${tx.dialect.skipLocked}`,
    [limit * LOOK_AHEAD],
  );
  const first = new Map<number, number>();
  for (const { id, contactId } of rows) {
    if (first.size === limit) break;
    if (!first.has(contactId)) first.set(contactId, id);
  }
  await lockContacts(tx, first.keys());
  await passOverLater(tx, first);
  await passOverMoving(tx, first);
  return rowsAmong<Row>(
    tx,
    [...first.values()],
    (list) =>
      `SELECT s.id, s.workspace_id AS workspaceId, s.contact_id AS contactId, s.at, e.type, e.occurred_at AS occurredAt, e.properties
       FROM \`signal\` s LEFT JOIN event e ON e.id = s.id WHERE s.id IN ${list} ORDER BY s.id`,
  );
}

/** Another worker may hold an earlier signal of the contact: then ours waits for its turn. */
async function passOverLater(tx: Tx, first: Map<number, number>): Promise<void> {
  if (tx.dialect.name === 'sqlite') return;
  const earliest = await rowsAmong<{ contactId: number; id: number }>(
    tx,
    [...first.keys()],
    (list) =>
      `SELECT contact_id AS contactId, MIN(id) AS id FROM \`signal\` WHERE contact_id IN ${list} GROUP BY contact_id`,
  );
  for (const { contactId, id } of earliest) if (id < (first.get(contactId) ?? 0)) first.delete(contactId);
}

/** What the contact did before has its consequences first: runs that it woke or let in, and timers that came before this event. */
async function passOverMoving(tx: Tx, first: Map<number, number>): Promise<void> {
  const moving = await rowsAmong<{ contactId: number }>(
    tx,
    [...first.values()],
    (list) =>
      `SELECT s.contact_id AS contactId FROM \`signal\` s JOIN run r ON r.workspace_id = s.workspace_id AND r.contact_id = s.contact_id
       WHERE s.id IN ${list} AND ${stateIs('active')} AND r.claimed = 0 AND (r.due_at < s.at OR (r.due_at = s.at AND NOT ${wokenByTime('r')}))`,
  );
  for (const { contactId } of moving) first.delete(contactId);
}
