import type { Reader } from '../database/database.js';
import { LANES_WITH_SIGNALS } from './lane-work.js';

/**
 * A condition on `entry_timer`: its turn comes when no signal is left in its workspace that arrived by its time. Only the first
 * signal of a workspace counts, as signals go in order of arrival; what other workspaces have before them is no matter.
 */
export async function afterSignals(
  read: Reader,
): Promise<{ readonly sql: string; readonly params: readonly number[] }> {
  const first = await read.rows<{ workspaceId: number; at: number }>(
    `SELECT s.workspace_id AS workspaceId, s.at FROM \`signal\` s
     JOIN (SELECT MIN(l.firstId) AS id FROM (${LANES_WITH_SIGNALS[read.dialect.name]}) l GROUP BY l.workspaceId) f ON f.id = s.id`,
  );
  if (first.length === 0) return { sql: '', params: [] };
  return {
    sql: ` AND due_at < CASE workspace_id ${first.map(() => 'WHEN ? THEN ?').join(' ')} ELSE ${Number.MAX_SAFE_INTEGER} END`,
    params: first.flatMap(({ workspaceId, at }) => [workspaceId, at]),
  };
}
