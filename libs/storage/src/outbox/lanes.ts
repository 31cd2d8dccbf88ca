import type { DueLane, SendLane } from '@sojourn/execution';
import type { Database, Reader } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { ALL_CHANNELS } from './channels.js';

/** One step into the index for each lane, however many rows wait in it. */
const LANES = {
  mysql: `SELECT workspace_id AS workspaceId, channel, MIN(due_at) AS dueAt FROM outbox WHERE state = 'ready' GROUP BY state, workspace_id, channel`,
  sqlite: `WITH RECURSIVE lane(workspace_id, channel) AS (
      SELECT * FROM (SELECT workspace_id, channel FROM outbox WHERE state = 'ready' ORDER BY workspace_id, channel LIMIT 1)
      UNION ALL
      SELECT (SELECT o.workspace_id FROM outbox o WHERE o.state = 'ready' AND (o.workspace_id, o.channel) > (lane.workspace_id, lane.channel)
              ORDER BY o.workspace_id, o.channel LIMIT 1),
             (SELECT o.channel FROM outbox o WHERE o.state = 'ready' AND (o.workspace_id, o.channel) > (lane.workspace_id, lane.channel)
              ORDER BY o.workspace_id, o.channel LIMIT 1)
      FROM lane WHERE lane.workspace_id IS NOT NULL
    )
    SELECT workspace_id AS workspaceId, channel,
      (SELECT o.due_at FROM outbox o WHERE o.state = 'ready' AND o.workspace_id = lane.workspace_id AND o.channel = lane.channel ORDER BY o.due_at, o.id LIMIT 1) AS dueAt
    FROM lane WHERE workspace_id IS NOT NULL`,
} as const;

interface Gate {
  readonly workspaceId: number;
  readonly channel: string;
  readonly halted: number | boolean;
  readonly rateMilli: number | null;
  readonly burst: number | null;
  readonly concurrency: number | null;
  readonly tokensMilli: number;
  readonly elapsedMs: number;
  readonly pausedMs: number;
}

/** Every lane with something due at `now`, and what stands in its way. */
export async function lanes(database: Database, now: number): Promise<readonly DueLane[]> {
  const { read } = database;
  const all = await read.rows<SendLane & { dueAt: number }>(LANES[read.dialect.name]);
  const due = all.filter(({ dueAt }) => Number(dueAt) <= now);
  if (due.some(({ channel }) => channel === '')) {
    await nameChannels(
      database,
      unique(due.flatMap(({ workspaceId, channel }) => (channel === '' ? [workspaceId] : []))),
    );
    return lanes(database, now);
  }
  if (due.length === 0) return [];
  const gates = await gatesOf(read, unique(due.map(({ workspaceId }) => workspaceId)));
  return due.map(({ workspaceId, channel, dueAt }) => {
    const gate = gates.get(`${workspaceId} ${channel}`);
    const halted = Boolean(gate?.halted) || Boolean(gates.get(`${workspaceId} ${ALL_CHANNELS}`)?.halted);
    return { workspaceId, channel, dueAt: Number(dueAt), halted, pausedMs: Math.max(0, gate?.pausedMs ?? 0), concurrency: gate?.concurrency ?? null, bucket: bucketOf(gate) }; // prettier-ignore
  });
}

async function gatesOf(read: Reader, workspaceIds: readonly number[]): Promise<ReadonlyMap<string, Gate>> {
  const now = DATABASE_NOW[read.dialect.name];
  const rows = await rowsAmong<Gate>(
    read,
    workspaceIds,
    (list) =>
      `SELECT workspace_id AS workspaceId, channel, halted, rate_milli AS rateMilli, burst, concurrency, tokens_milli AS tokensMilli,
              ${now} - refilled_at AS elapsedMs, paused_until - ${now} AS pausedMs
       FROM send_lane WHERE workspace_id IN ${list}`,
  );
  return new Map(rows.map((row) => [`${row.workspaceId} ${row.channel}`, row]));
}

function bucketOf(gate: Gate | undefined): DueLane['bucket'] {
  if (!gate || gate.rateMilli === null) return null;
  const [rate, burst] = [Number(gate.rateMilli), gate.burst ?? 1];
  const refilled = Number(gate.tokensMilli) + (Math.max(0, Number(gate.elapsedMs)) * rate) / 1000;
  return { tokens: Math.min(burst, refilled / 1000), perSecond: rate / 1000, burst };
}

/** Rows that an engine of the release before wrote beside this one. */
async function nameChannels(database: Database, workspaceIds: readonly number[]): Promise<void> {
  const channel = {
    sqlite: "json_extract(effect, '$.channel')",
    mysql: "JSON_UNQUOTE(JSON_EXTRACT(effect, '$.channel'))",
  }[database.dialect.name];
  await database.inTransaction(async (tx) => {
    for (const workspaceId of workspaceIds)
      await tx.run(
        `UPDATE outbox SET channel = CASE kind WHEN 'message' THEN COALESCE(${channel}, 'unknown') ELSE kind END
         WHERE state = 'ready' AND workspace_id = ? AND channel = ''`,
        [workspaceId],
      );
  });
}
