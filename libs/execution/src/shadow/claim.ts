import type { ClaimLane, JourneyStore, Lane, ShardLease } from '../ports.js';
import type { ClaimedRun } from '../records.js';
import type { ShadowRun } from './rows.js';
import type { ShadowTables } from './tables.js';
import { isWokenByTime, nothingUnheard } from './unheard.js';

/**
 * Due runs of these lanes in the order of (due time, id). A claim is a read: it changes nothing. A lane gives at most its
 * share, but where nothing may be passed over.
 */
export function claimRuns(
  tables: ShadowTables,
  { lanes, now, limit, inOrder = false }: Parameters<JourneyStore['claimRuns']>[0],
): ClaimedRun[] {
  const laneOf = lanesOf(lanes);
  const share = inOrder ? limit : Math.max(1, Math.ceil(limit / lanes.length));
  const given = new Map<ClaimLane, number>();
  const claimed: ClaimedRun[] = [];
  for (const id of tables.dueRuns.upTo(now)) {
    if (claimed.length === limit) break;
    const run = tables.runs.get(id)!; // indexed only while it is there
    const lane = laneOf(run);
    const count = lane ? (given.get(lane) ?? 0) : 0;
    if (!lane || count === share || !isBehind(run, lane) || !mayMove(tables, run, lane)) continue;
    given.set(lane, count + 1);
    claimed.push(claimOf(run, lane.lease));
  }
  return claimed;
}

function isBehind(run: ShadowRun, { after }: ClaimLane): boolean {
  if (!after) return true;
  const dueAt = run.dueAt!; // it is due
  return dueAt > after.dueAt || (dueAt === after.dueAt && run.id > after.id);
}

/** What time does comes after what the contact did. */
function mayMove(tables: ShadowTables, run: ShadowRun, { signals = true }: ClaimLane): boolean {
  if (!signals || !isWokenByTime(run)) return true;
  return nothingUnheard(tables.contacts.get(run.contactId), run.dueAt!); // it is due
}

function claimOf(run: ShadowRun, { epoch }: ShardLease): ClaimedRun {
  const { id, workspaceId, journeyId, versionId, contactId, nodeId, visits, arrivedAt, fence } = run;
  const { pending, memory, variables, entryEventId, shard } = run;
  return {
    ...{ id, workspaceId, journeyId, versionId, contactId, nodeId, visits, arrivedAt, dueAt: run.dueAt!, fence },
    ...{ pending, memory, variables, entryEventId, shard, epoch },
  };
}

/** Finds the lane that a row lies in, if it is one of these. */
export function lanesOf<L extends Lane>(lanes: readonly L[]) {
  const name = (shard: number, workspaceId: number): string => `${shard}:${workspaceId}`;
  const byName = new Map(lanes.map((lane) => [name(lane.lease.shard, lane.workspaceId), lane]));
  return ({ shard, workspaceId }: { readonly shard: number; readonly workspaceId: number }): L | undefined =>
    byName.get(name(shard, workspaceId));
}
