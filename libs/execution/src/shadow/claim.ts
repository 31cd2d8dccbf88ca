import type { Lane } from '../ports.js';
import type { ShadowRun } from './rows.js';
import type { ShadowTables } from './tables.js';
import { isWokenByTime, nothingUnheard } from './unheard.js';

export interface ClaimOf {
  readonly lanes: readonly Lane[];
  readonly now: number;
  readonly limit: number;
}

/** Due runs of these lanes, ordered by (due time, id), at most one a contact. A claim is a read: it changes nothing. */
export function claimRuns(tables: ShadowTables, { lanes, now, limit }: ClaimOf) {
  const leaseOf = leases(lanes);
  const taken = new Map<number, ShadowRun>();
  for (const id of tables.dueRuns.upTo(now)) {
    if (taken.size === limit) break;
    const run = tables.runs.get(id)!; // indexed only while it is there
    if (!leaseOf(run) || taken.has(run.contactId)) continue;
    const due = !isWokenByTime(run) || nothingUnheard(tables.contacts.get(run.contactId), run.dueAt!); // it is due
    if (due) taken.set(run.contactId, run);
  }
  return [...taken.values()].map((run) => {
    const { id, workspaceId, journeyId, versionId, contactId, nodeId, visits, arrivedAt, fence } = run;
    const { pending, memory, variables, entryEventId, shard } = run;
    return {
      ...{ id, workspaceId, journeyId, versionId, contactId, nodeId, visits, arrivedAt, dueAt: run.dueAt!, fence },
      ...{ pending, memory, variables, entryEventId, shard, epoch: leaseOf(run)!.epoch },
    };
  });
}

/** The lease that a row's lane is worked under; none for lanes of others. */
export function leases(lanes: readonly Lane[]) {
  const byLane = new Map(lanes.map(({ lease, workspaceId }) => [`${lease.shard}:${workspaceId}`, lease]));
  return ({ shard, workspaceId }: { readonly shard: number; readonly workspaceId: number }) =>
    byLane.get(`${shard}:${workspaceId}`);
}
