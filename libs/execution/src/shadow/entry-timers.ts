import type { EntryTimer, FiredTimer } from '../records.js';
import { timerName, type ShadowTables } from './tables.js';

/** A timer to lay: `contactId` null for one that concerns everyone. `dueAt: null` takes the timer away. */
export interface ShadowTimerChange {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly entryId: string;
  readonly contactId: number | null;
  readonly dueAt: number | null;
}

/**
 * Lays, moves and removes timers, one per (journey, entry, contact). What was due by `overdueBy` stays where it is, unless
 * it is removed: firing looks at the date again.
 */
export function layEntryTimers(tables: ShadowTables, changes: readonly ShadowTimerChange[], overdueBy = 0): void {
  for (const { dueAt, ...own } of changes) {
    const known = tables.timerByName.get(timerName(own));
    if (known && dueAt !== null && known.dueAt <= overdueBy) continue;
    if (known) tables.changeTimer(known, { dueAt, cursor: 0 });
    else if (dueAt !== null) tables.addTimer({ ...own, id: tables.nextId('entry_timer'), dueAt, cursor: 0 });
  }
}

/** All timers of a journey, or of one of its entries. */
export function removeEntryTimers(tables: ShadowTables, journeyId: number, entryId?: string): void {
  for (const timer of [...tables.entryTimers.values()])
    if (timer.journeyId === journeyId && (entryId === undefined || timer.entryId === entryId))
      tables.changeTimer(timer, { dueAt: null, cursor: 0 });
}

/** A timer's turn comes when no signal is left in its workspace that arrived by its time; only the first one counts. */
export function dueTimers(tables: ShadowTables, now: number, limit: number): EntryTimer[] {
  const due = tables.dueTimers.upTo(now);
  if (due.length === 0) return [];
  const firsts = new Map<number, number>();
  for (const { contactId, receivedAt } of tables.signals.values()) {
    const workspaceId = tables.contacts.get(contactId)?.workspaceId;
    if (workspaceId !== undefined && !firsts.has(workspaceId)) firsts.set(workspaceId, receivedAt);
  }
  const timers = due.map((id) => tables.entryTimers.get(id)!); // indexed only while it is there
  const heard = timers.filter(({ workspaceId, dueAt }) => dueAt < (firsts.get(workspaceId) ?? Infinity));
  return heard.slice(0, limit).map((timer) => ({ ...timer }));
}

/** Fired timers go on with the same occurrence, with the next one, or are done. */
export function moveTimers(tables: ShadowTables, fired: readonly FiredTimer[]): void {
  for (const { timer, next } of fired) {
    const known = tables.entryTimers.get(timer.id);
    if (known) tables.changeTimer(known, next);
  }
}
