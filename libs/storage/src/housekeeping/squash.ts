import type { Database } from '../database/database.js';
import type { EdgeDeltaRow } from '../entities/rows.js';
import { EdgeCounts } from '../journey-store/edge-counts.js';
import type { HousekeepOptions } from './housekeep.js';

/**
 * Moves up to `limit` appended counts into the sums; answers how many. One transaction takes them, adds them and removes them:
 * a stop at any moment loses and doubles nothing, and several workers at once take different ones.
 */
export async function squashCounts(
  database: Database,
  limit: number,
  crashPoint: HousekeepOptions['crashPoint'] = () => undefined,
): Promise<number> {
  const moved = await database.inTransaction(async (tx) => {
    // Passing over locked rows: those of a commit under way are not waited for.
    const deltas = await tx.rows<EdgeDeltaRow>(
      `SELECT id, workspace_id AS workspaceId, version_id AS versionId, node_id AS nodeId, outcome, n FROM edge_delta ORDER BY id LIMIT ?${tx.dialect.skipLocked}`,
      [limit],
    );
    if (deltas.length === 0) return 0;
    const sums = new EdgeCounts();
    for (const delta of deltas) sums.add(delta, delta.nodeId, delta.outcome, delta.n);
    await sums.writeSums(tx);
    const list = tx.dialect.among(deltas.map(({ id }) => id));
    await tx.run(`DELETE FROM edge_delta WHERE id IN ${list.sql}`, list.params);
    await crashPoint('counts.before-commit');
    return deltas.length;
  });
  if (moved > 0) await crashPoint('counts.after-commit');
  return moved;
}
