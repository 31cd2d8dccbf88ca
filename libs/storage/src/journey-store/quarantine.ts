import type { JourneyStore } from '@sojourn/execution';
import type { Database, Tx } from '../database/database.js';
import { insertRows, updateRows } from '../database/write.js';
import { textOfPin } from '../journeys/waiting-runs.js';
import { dropSubscriptions } from './write-routing.js';
import { stateIs } from './state-guard.js';

const LONGEST_REASON = 191;
const LONGEST_LISTED = 1_000;

/** Parks runs with the reason; they keep their place, and count as under way until someone repairs or removes them. */
export async function quarantine(database: Database, runs: Parameters<JourneyStore['quarantine']>[0]): Promise<void> {
  if (runs.length === 0) return;
  await database.inTransaction(async (tx) => {
    await updateRows(tx, {
      table: 'run',
      key: 'id',
      columns: { end_detail: 'text', fence: 'int' },
      rows: runs.map(({ id, fence, reason }) => [id, reason.slice(0, LONGEST_REASON), fence + 1]),
      set: "state = 'quarantined', due_at = NULL, claimed = 0, claimed_due = NULL",
      where: "state IN ('active', 'paused') AND fence + 1 = v1",
    });
    const list = tx.dialect.among(runs.map(({ id }) => id));
    const parked = await tx.rows<Stands>(
      `SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, node_id AS nodeId, fence
       FROM run WHERE id IN ${list.sql} AND ${stateIs('quarantined')}`,
      list.params,
    );
    await dropSubscriptions(tx, parked.map(({ id }) => id)); // prettier-ignore
    await enlist(tx, runs, parked);
  });
}

interface Stands {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly nodeId: string;
  readonly fence: number;
}

/** Writes those parked just now (their fence tells) on the list of what needs attention; who is on it already stays as listed. */
async function enlist(
  tx: Tx,
  runs: Parameters<JourneyStore['quarantine']>[0],
  parked: readonly Stands[],
): Promise<void> {
  const asked = new Map(runs.map((run) => [run.id, run]));
  await insertRows(
    tx,
    'parked',
    ['run_id', 'workspace_id', 'journey_id', 'version_id', 'node_id', 'at', 'reason', 'waits_for'],
    parked.flatMap(({ id, workspaceId, journeyId, versionId, nodeId, fence }) => {
      const own = asked.get(id);
      if (own?.fence !== fence - 1) return [];
      const waitsFor = own.waitsFor ? textOfPin(own.waitsFor) : null;
      return [[id, workspaceId, journeyId, versionId, nodeId, own.at, own.reason.slice(0, LONGEST_LISTED), waitsFor]];
    }),
    'ignore',
  );
}
