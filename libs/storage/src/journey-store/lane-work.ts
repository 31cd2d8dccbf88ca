import type { LaneWork, ShardLease } from '@sojourn/execution';
import type { Reader } from '../database/database.js';

interface Row {
  readonly shard: number;
  readonly workspaceId: number;
  readonly dueAt: number | null;
}

/**
 * One step into the index for each lane, whatever lies in it: MySQL skips from group to group by itself (a loose index scan, for
 * which the groups must name the index from its first column on),
 * SQLite is led from one workspace to the next.
 */
export const LANES_WITH_RUNS = {
  mysql: `SELECT shard, workspace_id AS workspaceId, MIN(due_at) AS dueAt FROM run
   WHERE state = 'active' AND due_at >= 0 GROUP BY state, shard, workspace_id`,
  sqlite: `WITH RECURSIVE lane (workspace_id) AS (
     SELECT MIN(workspace_id) FROM run WHERE state = 'active' AND shard = 0
     UNION ALL
     SELECT (SELECT MIN(r.workspace_id) FROM run r WHERE r.state = 'active' AND r.shard = 0 AND r.workspace_id > lane.workspace_id)
     FROM lane WHERE lane.workspace_id IS NOT NULL
   )
   SELECT 0 AS shard, workspace_id AS workspaceId,
          (SELECT MIN(r.due_at) FROM run r WHERE r.state = 'active' AND r.shard = 0 AND r.workspace_id = lane.workspace_id AND r.due_at >= 0) AS dueAt
   FROM lane WHERE workspace_id IS NOT NULL`,
} as const;
/** The same for signals. */
export const LANES_WITH_SIGNALS = {
  mysql: 'SELECT shard, workspace_id AS workspaceId, MIN(id) AS firstId FROM `signal` GROUP BY shard, workspace_id',
  sqlite: `WITH RECURSIVE lane (workspace_id) AS (
     SELECT MIN(workspace_id) FROM \`signal\` WHERE shard = 0
     UNION ALL
     SELECT (SELECT MIN(s.workspace_id) FROM \`signal\` s WHERE s.shard = 0 AND s.workspace_id > lane.workspace_id)
     FROM lane WHERE lane.workspace_id IS NOT NULL
   )
   SELECT 0 AS shard, workspace_id AS workspaceId,
          (SELECT MIN(s.id) FROM \`signal\` s WHERE s.shard = 0 AND s.workspace_id = lane.workspace_id) AS firstId
   FROM lane WHERE workspace_id IS NOT NULL`,
} as const;

/** Lanes of these shards that hold something. */
export async function laneWork(read: Reader, leases: readonly ShardLease[]): Promise<readonly LaneWork[]> {
  if (leases.length === 0) return [];
  const { name } = read.dialect;
  const [runs, signals] = await Promise.all([
    read.rows<Row>(LANES_WITH_RUNS[name]),
    read.rows<{ shard: number; workspaceId: number }>(LANES_WITH_SIGNALS[name]),
  ]);
  const owned = new Set(leases.map(({ shard }) => shard));
  const lanes = new Map<string, LaneWork>();
  for (const { shard, workspaceId, dueAt } of runs)
    if (owned.has(shard) && dueAt !== null)
      lanes.set(`${shard}:${workspaceId}`, { shard, workspaceId, dueAt, signals: false });
  for (const { shard, workspaceId } of signals) {
    const key = `${shard}:${workspaceId}`;
    if (owned.has(shard)) lanes.set(key, { shard, workspaceId, dueAt: lanes.get(key)?.dueAt ?? null, signals: true });
  }
  return [...lanes.values()];
}
