import { ENTERED, ENTRY_NODE } from '@sojourn/journey';
import type { Admission, PendingWake, Routing, RunEnd, SegmentState } from '../records.js';
import type { ShadowRun } from './rows.js';
import { isUnderWay, type ShadowTables } from './tables.js';

/** Begins runs. Answers how many. */
export function admitRuns(tables: ShadowTables, admissions: readonly Admission[]): number {
  for (const { workspaceId, journeyId, versionId, contactId, key, entryId, nodeId, at, entryEventId } of admissions) {
    const run: ShadowRun = {
      ...{ id: tables.nextId('run'), workspaceId, journeyId, versionId, contactId, key, entryId, entryEventId },
      ...{ shard: tables.shardOf(contactId), startedAt: at, state: 'active', nodeId, visits: { [nodeId]: 1 } },
      ...{ arrivedAt: at, dueAt: null, fence: 0, pending: { kind: 'arrived' }, memory: undefined, variables: {} },
      ...{ subscriptions: [], endedAt: null, endReason: null, endDetail: null },
    };
    tables.runs.set(run.id, run);
    tables.contacts.get(contactId)?.runs.push(run);
    tables.change(run, { dueAt: at });
    tables.count(versionId, ENTRY_NODE, ENTERED);
  }
  return admissions.length;
}

/** Makes runs due with an event; of several for one run the first. A paused run keeps it for the day it is resumed. */
export function wakeRuns(tables: ShadowTables, wakes: Routing['wake'], ended: ReadonlySet<number>): number {
  const seen = new Set(ended);
  let woken = 0;
  for (const { runId, subscription, eventId, at } of wakes) {
    if (seen.has(runId)) continue;
    seen.add(runId);
    woken += makeDue(tables, runId, at, { kind: 'event', subscription, eventId });
  }
  return woken;
}

/** Makes a run due with a new wake, whoever is moving it. Answers 1, or 0 when it is not under way any more. */
export function makeDue(tables: ShadowTables, runId: number, at: number, pending: PendingWake): number {
  const run = tables.runs.get(runId);
  if (!run || !isUnderWay(run)) return 0;
  tables.change(run, { pending, dueAt: at, fence: run.fence + 1, subscriptions: [] });
  return 1;
}

/** Ends runs wherever they stand; those over already stay as they are. Answers which it ended. */
export function endRuns(tables: ShadowTables, ends: readonly RunEnd[]): Set<number> {
  const ended = new Set<number>();
  for (const { runId, at, reason, detail = null } of ends) {
    const run = tables.runs.get(runId);
    if (!run || !isUnderWay(run)) continue;
    countEnd(tables, run.versionId, run.nodeId, reason, true);
    tables.change(run, {
      ...{ state: 'ended', dueAt: null, fence: run.fence + 1, subscriptions: [] },
      ...{ endedAt: at, endReason: reason, endDetail: detail },
    });
    ended.add(runId);
  }
  return ended;
}

/** `inPlace`: no outcome was counted for the node it ended at. */
export function countEnd(
  tables: ShadowTables,
  versionId: number,
  nodeId: string,
  reason: string,
  inPlace: boolean,
): void {
  if (inPlace) tables.count(versionId, nodeId, `$end:${reason}`);
  tables.count(versionId, ENTRY_NODE, `$end:${reason}`);
}

export function moveSegments(
  tables: ShadowTables,
  enter: readonly SegmentState[],
  leave: readonly SegmentState[],
): void {
  for (const { journeyId, entryId, contactId } of leave) tables.insideOf(journeyId, entryId).delete(contactId);
  for (const { journeyId, entryId, contactId } of enter) tables.insideOf(journeyId, entryId).add(contactId);
}
