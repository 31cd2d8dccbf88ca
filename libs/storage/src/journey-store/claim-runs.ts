import type { ClaimedRun, JourneyStore, PendingWake } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import { parseJson, rowsAmong } from '../database/read.js';
import { nothingUnheard, wokenByTime } from './unheard.js';

interface Due {
  readonly id: number;
  readonly contactId: number;
}
type Row = Omit<ClaimedRun, 'visits' | 'pending' | 'memory' | 'variables'> &
  Readonly<Record<'visits' | 'pending' | 'variables', string>> & { readonly memory: string | null };

/**
 * Walks the index (state, due_at, id) from its beginning and stops at the limit, so what waits for later costs nothing.
 * The moment a run was due is kept aside while the lease stands in its place: whoever claims it after a crash learns it too.
 */
export async function claimRuns(
  database: Database,
  { now, limit, leaseMs }: Parameters<JourneyStore['claimRuns']>[0],
): Promise<readonly ClaimedRun[]> {
  return database.inTransaction(async (tx) => {
    const due = await tx.rows<Due>(
      `SELECT id, contact_id AS contactId FROM run WHERE state = 'active' AND due_at <= ? AND (NOT ${wokenByTime('run')} OR ${nothingUnheard('run')})
       ORDER BY due_at, id LIMIT ?${tx.dialect.skipLocked}`,
      [now, limit],
    );
    const ids = onePerContact(due);
    if (ids.length === 0) return [];
    const list = tx.dialect.among(ids);
    // MySQL assigns from left to right: claimed_due must be set while due_at and claimed are still the old ones.
    await tx.run(
      `UPDATE run SET claimed_due = CASE WHEN claimed = 1 THEN claimed_due ELSE due_at END, due_at = ?, fence = fence + 1, claimed = 1 WHERE id IN ${list.sql}`,
      [now + leaseMs, ...list.params],
    );
    return load(tx, ids);
  });
}

function onePerContact(due: readonly Due[]): number[] {
  const seen = new Set<number>();
  return due.filter(({ contactId }) => !seen.has(contactId) && seen.add(contactId)).map(({ id }) => id);
}

async function load(tx: Tx, ids: readonly number[]): Promise<ClaimedRun[]> {
  const rows = await rowsAmong<Row>(
    tx,
    ids,
    (list) =>
      `SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, node_id AS nodeId, visits,
              arrived_at AS arrivedAt, claimed_due AS dueAt, fence, pending, memory, variables, entry_event_id AS entryEventId
       FROM run WHERE id IN ${list}`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return {
      ...row,
      visits: parseJson<ClaimedRun['visits']>(row.visits) ?? {},
      pending: parseJson<PendingWake>(row.pending) ?? { kind: 'timer' },
      memory: parseJson<Json>(row.memory),
      variables: parseJson<JsonObject>(row.variables) ?? {},
    };
  });
}

/**
 * Undoes the claims of a process that is known to be gone. Deliveries under way count as given up at once: `claimOutbox`
 * decides which may be repeated and which end as `unknown`.
 */
export async function releaseClaims(database: Database): Promise<number> {
  return database.inTransaction(async (tx) => {
    const runs = await tx.run(
      `UPDATE run SET due_at = claimed_due, claimed_due = NULL, claimed = 0, fence = fence + 1
       WHERE state IN ('active', 'paused') AND claimed = 1`,
    );
    const sends = await tx.run("UPDATE outbox SET due_at = ready_at, lease_until = NULL WHERE state = 'sending'");
    return runs.affected + sends.affected;
  });
}
