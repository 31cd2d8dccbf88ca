import type { EntryTimer, FiredTimer, JourneyStore, Routed, Routing } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Tx } from '../database/database.js';
import { insertRows, updateRows } from '../database/write.js';
import { EdgeCounts } from './edge-counts.js';
import { afterSignals } from './after-signals.js';
import { routingReads } from './routing-reads.js';
import { admitRuns, moveSegments } from './write-routing.js';

/** A timer to lay: `contactId` null for one that concerns everyone. `dueAt: null` takes the timer away. */
export interface TimerChange {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly entryId: string;
  readonly contactId: number | null;
  readonly dueAt: number | null;
}

/**
 * Lays, moves and removes timers, one per (journey, entry, contact). What was due by `overdueBy` stays where it is: an
 * occurrence that has come and was not taken yet would be lost; firing looks at the date again and lays the next one.
 */
export async function layEntryTimers(
  tx: Tx,
  changes: readonly TimerChange[] | Routing['entryTimers'],
  overdueBy = 0,
): Promise<void> {
  const laid = changes.filter((change) => change.dueAt !== null);
  const ids = await tx.take('entry_timer', laid.length);
  await insertRows(
    tx,
    'entry_timer',
    ['id', 'workspace_id', 'journey_id', 'entry_id', 'contact_id', 'due_at', 'cursor'],
    laid.map((t, i) => [ids[i], t.workspaceId, t.journeyId, t.entryId, t.contactId ?? 0, t.dueAt, 0]),
    {
      key: ['journey_id', 'entry_id', 'contact_id'],
      set: ({ old, fresh }) => ({
        cursor: fresh('cursor'),
        due_at: `CASE WHEN ${old('due_at')} <= ${Math.trunc(overdueBy)} THEN ${old('due_at')} ELSE ${fresh('due_at')} END`,
      }),
    },
  );
  const gone = changes.filter((change) => change.dueAt === null);
  for (const group of groupBy(gone, ({ journeyId, entryId }) => `${journeyId}:${entryId}`).values()) {
    const { journeyId, entryId } = group[0]!; // groupBy makes no empty groups
    const list = tx.dialect.among(group.map(({ contactId }) => contactId ?? 0));
    await tx.run(`DELETE FROM entry_timer WHERE journey_id = ? AND entry_id = ? AND contact_id IN ${list.sql}`, [
      journeyId,
      entryId,
      ...list.params,
    ]);
  }
}

/** All timers of a journey, or of one of its entries: publishing, pausing and archiving begin with this. */
export async function removeEntryTimers(tx: Tx, journeyId: number, entryId?: string): Promise<void> {
  if (entryId === undefined) await tx.run('DELETE FROM entry_timer WHERE journey_id = ?', [journeyId]);
  else await tx.run('DELETE FROM entry_timer WHERE journey_id = ? AND entry_id = ?', [journeyId, entryId]);
}

type TimerRow = Omit<EntryTimer, 'contactId'> & { readonly contactId: number };

export async function fireEntryTimers(
  database: Database,
  { now, limit }: Parameters<JourneyStore['fireEntryTimers']>[0],
  fire: Parameters<JourneyStore['fireEntryTimers']>[1],
): Promise<Routed> {
  return database.inTransaction(async (tx) => {
    const heard = await afterSignals(tx);
    const rows = await tx.rows<TimerRow>(
      `SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, entry_id AS entryId, contact_id AS contactId, due_at AS dueAt, \`cursor\`
       FROM entry_timer WHERE due_at <= ?${heard.sql} ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
      [now, ...heard.params, limit],
    );
    if (rows.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0 };
    const timers = rows.map((row) => ({ ...row, contactId: row.contactId === 0 ? null : row.contactId }));
    const fired = await fire(timers, routingReads(tx));
    return { signals: rows.length, admitted: await writeFired(tx, fired), woken: 0, ended: 0 };
  });
}

async function writeFired(tx: Tx, fired: readonly FiredTimer[]): Promise<number> {
  const counts = new EdgeCounts();
  const admissions = fired.flatMap(({ admit }) => admit);
  await lockContacts(tx, admissions.map(({ contactId }) => contactId)); // prettier-ignore
  const admitted = await admitRuns(tx, admissions, counts);
  await moveSegments(
    tx,
    fired.flatMap(({ enterSegment }) => enterSegment),
    fired.flatMap(({ leaveSegment }) => leaveSegment),
  );
  const gone = tx.dialect.among(fired.filter(({ next }) => next.dueAt === null).map(({ timer }) => timer.id));
  await tx.run(`DELETE FROM entry_timer WHERE id IN ${gone.sql}`, gone.params);
  await updateRows(tx, {
    table: 'entry_timer',
    key: 'id',
    columns: { due_at: 'int', cursor: 'int' },
    rows: fired.filter(({ next }) => next.dueAt !== null).map(({ timer, next }) => [timer.id, next.dueAt, next.cursor]),
  });
  await counts.write(tx);
  return admitted;
}
