import { visitsOf, type ClaimedRun, type JourneyStore, type PendingWake } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import type { Database, Reader } from '../database/database.js';
import { abandonDeliveries } from '../outbox/recover.js';
import { parseJson } from '../database/read.js';
import { ARRIVED, NO_VARIABLES, TIMER_ALONE } from './pending.js';
import { nothingUnheard, wokenByTime } from './unheard.js';

type Claim = Parameters<JourneyStore['claimRuns']>[0];
type Lane = Claim['lanes'][number];
type Row = Omit<ClaimedRun, 'visits' | 'pending' | 'memory' | 'variables' | 'epoch'> &
  Readonly<Record<'visits' | 'pending' | 'variables', string>> & { readonly memory: string | null };

const COLUMNS = `id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, node_id AS nodeId,
  visits, arrived_at AS arrivedAt, due_at AS dueAt, fence, pending, memory, variables, entry_event_id AS entryEventId, shard`;
/** Time comes after what the contact did: asked only where signals wait. */
const HEARD = `AND (NOT ${wokenByTime('run')} OR ${nothingUnheard('run')})`;

/**
 * Each lane's part walks the index (state, shard, workspace, due_at, id) from where it stopped the last time, and ends at its
 * share: what waits for later costs nothing, and what was claimed before and is not swept yet is not read again.
 */
export async function claimRuns(read: Reader, claim: Claim): Promise<readonly ClaimedRun[]> {
  const { lanes, limit, inOrder = false } = claim;
  if (lanes.length === 0) return [];
  const share = inOrder ? Math.ceil((limit * 2) / (lanes.length + 1)) : Math.max(1, Math.ceil(limit / lanes.length));
  const { sql, params } = claimStatement(read.dialect.name, claim, share);
  const rows = await read.rows<Row>(sql, params);
  rows.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id);
  const whole = inOrder ? beginning(rows, share, limit) : rows;
  const epochs = new Map(lanes.map(({ lease }) => [lease.shard, lease.epoch]));
  return whole.map((row) => runOf(row, epochs.get(row.shard) ?? 0));
}

/** One statement for all lanes. The same number of lanes makes the same text. */
export function claimStatement(
  dialect: 'sqlite' | 'mysql',
  { lanes, now }: Claim,
  share: number,
): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const parts = lanes.map(({ lease, workspaceId, after, signals = true }: Lane) => {
    const { dueAt, id } = after ?? { dueAt: 0, id: 0 };
    params.push(lease.shard, workspaceId, dueAt, now, dueAt, id, share);
    const part = `SELECT ${COLUMNS} FROM run WHERE state = 'active' AND shard = ? AND workspace_id = ? AND due_at >= ? AND due_at <= ?
  AND (due_at > ? OR id > ?) ${signals ? HEARD : ''} ORDER BY due_at, id LIMIT ?`;
    // MySQL sends the rows of a part on as it finds them; a derived table would be written to disk first, for its long texts.
    return dialect === 'mysql' ? `(${part})` : `SELECT * FROM (${part})`;
  });
  return { sql: parts.join('\nUNION ALL\n'), params };
}

/** The rows that nothing due comes before: as far as the lane that gave its whole share and stopped first. */
function beginning(rows: readonly Row[], share: number, limit: number): readonly Row[] {
  const counts = new Map<string, number>();
  let end = rows.length;
  for (const [place, { shard, workspaceId }] of rows.entries()) {
    const lane = `${shard}:${workspaceId}`;
    const count = (counts.get(lane) ?? 0) + 1;
    counts.set(lane, count);
    if (count === share) {
      end = place + 1;
      break;
    }
  }
  return rows.slice(0, Math.min(end, limit));
}

const BY_TIME: PendingWake = Object.freeze({ kind: 'timer' });
const BY_ARRIVAL: PendingWake = Object.freeze({ kind: 'arrived' });

function runOf(row: Row, epoch: number): ClaimedRun {
  const { pending, visits, memory, variables } = row;
  const timer = pending === TIMER_ALONE;
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    journeyId: row.journeyId,
    versionId: row.versionId,
    contactId: row.contactId,
    nodeId: row.nodeId,
    visits: visitsOf(visits),
    arrivedAt: row.arrivedAt,
    dueAt: row.dueAt,
    fence: row.fence,
    pending: timer ? BY_TIME : pending === ARRIVED ? BY_ARRIVAL : (parseJson<PendingWake>(pending) ?? BY_TIME),
    memory: parseJson<Json>(memory),
    variables: variables === '{}' ? NO_VARIABLES : (parseJson<JsonObject>(variables) ?? NO_VARIABLES),
    entryEventId: row.entryEventId,
    shard: row.shard,
    epoch,
    listens: timer || pending === ARRIVED ? false : undefined,
  };
}

/**
 * Undoes the claims of a process of the release before that is known to be gone. Deliveries under way count as given up at once:
 * `claimOutbox` decides which may be repeated and which end as `unknown`.
 */
export async function releaseClaims(database: Database): Promise<number> {
  return database.inTransaction(async (tx) => {
    const runs = await tx.run(
      `UPDATE run SET due_at = claimed_due, claimed_due = NULL, claimed = 0, fence = fence + 1
       WHERE state IN ('active', 'paused') AND claimed = 1`,
    );
    return runs.affected + (await abandonDeliveries(tx));
  });
}
