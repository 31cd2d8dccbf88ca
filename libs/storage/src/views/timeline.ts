import type { Json, JsonObject } from '@sojourn/kernel';
import type { TraceStep } from '@sojourn/execution';
import type { Reader } from '../database/database.js';
import { parseJson } from '../database/read.js';

/** Whose past, up to and including a moment, newest first, at most so many rows of each sort. */
export interface Stretch {
  readonly workspaceId: number;
  readonly contactId: number;
  readonly until: number;
  readonly limit: number;
}

export async function events(
  read: Reader,
  { workspaceId, contactId, until, limit }: Stretch,
): Promise<
  readonly {
    readonly id: number;
    readonly type: string;
    readonly at: number;
    readonly properties: JsonObject;
    readonly source: string;
  }[]
> {
  const rows = await read.rows<{ id: number; type: string; at: number; properties: string; source: string }>(
    `SELECT id, type, occurred_at AS at, properties, source FROM event
     WHERE workspace_id = ? AND contact_id = ? AND occurred_at <= ? AND type NOT LIKE '$%' ORDER BY occurred_at DESC, id DESC LIMIT ?`,
    [workspaceId, contactId, until, limit],
  );
  return rows.map((row) => ({ ...row, properties: parseJson<JsonObject>(row.properties) ?? {} }));
}

export interface RunOfContact {
  readonly id: number;
  readonly journeyId: number;
  readonly journeyName: string;
  readonly versionId: number;
  readonly version: number;
  readonly state: 'active' | 'paused' | 'ended' | 'quarantined';
  readonly nodeId: string;
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly endDetail: string | null;
}

const RUN = `r.id, r.journey_id AS journeyId, j.name AS journeyName, r.version_id AS versionId, v.number AS version, r.state, r.node_id AS nodeId,
  CASE WHEN r.claimed = 1 THEN r.claimed_due ELSE r.due_at END AS dueAt, r.started_at AS startedAt, r.ended_at AS endedAt, r.end_reason AS endReason, r.end_detail AS endDetail`;
const RUN_FROM = 'run r JOIN journey j ON j.id = r.journey_id JOIN journey_version v ON v.id = r.version_id';

/** A contact's runs, newest first. */
export async function runs(
  read: Reader,
  workspaceId: number,
  contactId: number,
  limit: number,
): Promise<readonly RunOfContact[]> {
  return read.rows(
    `SELECT ${RUN} FROM ${RUN_FROM} WHERE r.workspace_id = ? AND r.contact_id = ? ORDER BY r.started_at DESC, r.id DESC LIMIT ?`,
    [workspaceId, contactId, limit],
  );
}

export interface TraceOfRun {
  readonly id: number;
  readonly runId: number;
  readonly at: number;
  /** In the order they were taken. */
  readonly steps: readonly TraceStep[];
}

export async function traces(
  read: Reader,
  { workspaceId, contactId, until, limit }: Stretch,
): Promise<readonly TraceOfRun[]> {
  const rows = await read.rows<{ id: number; runId: number; at: number; steps: string }>(
    'SELECT id, run_id AS runId, at, steps FROM trace WHERE workspace_id = ? AND contact_id = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?',
    [workspaceId, contactId, until, limit],
  );
  return rows.map((row) => ({ ...row, steps: parseJson<readonly TraceStep[]>(row.steps) ?? [] }));
}

export async function messages(
  read: Reader,
  { workspaceId, contactId, until, limit }: Stretch,
): Promise<
  readonly {
    readonly id: number;
    readonly runId: number;
    readonly at: number;
    readonly state: string;
    readonly reason: string | null;
    readonly effect: Json;
  }[]
> {
  const rows = await read.rows<{
    id: number;
    runId: number;
    at: number;
    state: string;
    reason: string | null;
    effect: string;
  }>(
    `SELECT id, run_id AS runId, COALESCE(settled_at, created_at) AS at, state, reason, effect FROM outbox
     WHERE workspace_id = ? AND contact_id = ? AND kind = 'message' AND COALESCE(settled_at, created_at) <= ? ORDER BY 3 DESC, id DESC LIMIT ?`,
    [workspaceId, contactId, until, limit],
  );
  return rows.map((row) => ({ ...row, effect: parseJson(row.effect) ?? null }));
}

export interface CouponOfContact {
  readonly id: number;
  readonly code: string;
  readonly poolId: number;
  readonly pool: string;
  readonly issuedAt: number | null;
  readonly redeemedAt: number | null;
}

export async function coupons(
  read: Reader,
  workspaceId: number,
  contactId: number,
  limit: number,
): Promise<readonly CouponOfContact[]> {
  return read.rows(
    `SELECT k.id, k.code, k.pool_id AS poolId, p.name AS pool, k.issued_at AS issuedAt, k.redeemed_at AS redeemedAt
     FROM coupon_code k JOIN coupon_pool p ON p.id = k.pool_id WHERE k.workspace_id = ? AND k.contact_id = ? ORDER BY k.issued_at DESC, k.id DESC LIMIT ?`,
    [workspaceId, contactId, limit],
  );
}

export interface CollectibleOfContact {
  readonly id: number;
  readonly collectionId: number;
  readonly collection: string;
  readonly serial: number;
  readonly state: string;
  /** Null until it was minted. */
  readonly at: number | null;
}

export async function collectibles(
  read: Reader,
  workspaceId: number,
  contactId: number,
  limit: number,
): Promise<readonly CollectibleOfContact[]> {
  return read.rows(
    `SELECT m.id, m.collection_id AS collectionId, n.name AS collection, m.serial, m.state, m.minted_at AS at
     FROM mint m JOIN collection n ON n.id = m.collection_id WHERE m.workspace_id = ? AND m.contact_id = ? ORDER BY m.id DESC LIMIT ?`,
    [workspaceId, contactId, limit],
  );
}
