import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginSourceRow } from '../entities/rows.js';
import { DATABASE_NOW } from '../shards/database-clock.js';

const COLUMNS = `id, workspace_id AS workspaceId, name, plugin, node_type AS nodeType, config, state, every_seconds AS everySeconds, next_at AS nextAt,
  holder, lease_until AS leaseUntil, reached, token_hash AS tokenHash, events, last_ok_at AS lastOkAt, last_error AS lastError, last_error_at AS lastErrorAt,
  failures, created_at AS createdAt, created_by AS createdBy, revision`;

const LONGEST_ERROR = 1_000;
/** `nextAt` of what is never asked: behind all others, where nobody looks. */
export const NEVER = 8_640_000_000_000_000;

export type NewSource = Pick<
  PluginSourceRow,
  'workspaceId' | 'name' | 'plugin' | 'nodeType' | 'config' | 'everySeconds' | 'nextAt' | 'tokenHash' | 'createdAt' | 'createdBy' // prettier-ignore
>;

export async function list(read: Reader, workspaceId: number): Promise<PluginSourceRow[]> {
  return read.rows(`SELECT ${COLUMNS} FROM plugin_source WHERE workspace_id = ? ORDER BY id`, [workspaceId]);
}

export async function one(read: Reader, workspaceId: number, id: number): Promise<PluginSourceRow | undefined> {
  const [row] = await read.rows<PluginSourceRow>(
    `SELECT ${COLUMNS} FROM plugin_source WHERE id = ? AND workspace_id = ?`,
    [id, workspaceId],
  );
  return row;
}

/** By the hash of the secret part of its address: this is how a posting finds its workspace. */
export async function byToken(read: Reader, tokenHash: string): Promise<PluginSourceRow | undefined> {
  const [row] = await read.rows<PluginSourceRow>(`SELECT ${COLUMNS} FROM plugin_source WHERE token_hash = ?`, [
    tokenHash,
  ]);
  return row;
}

export async function add(tx: Tx, source: NewSource): Promise<number> {
  const [id] = (await tx.take('plugin_source', 1)) as [number]; // one was asked for
  const { workspaceId, name, plugin, nodeType, config, everySeconds, nextAt, tokenHash, createdAt, createdBy } = source;
  await insertRows(
    tx,
    'plugin_source',
    ['id', 'workspace_id', 'name', 'plugin', 'node_type', 'config', 'state', 'every_seconds', 'next_at', 'token_hash', 'events', 'failures', 'created_at', 'created_by', 'revision'],
    [[id, workspaceId, name, plugin, nodeType, config, 'active', everySeconds, nextAt, tokenHash, 0, 0, createdAt, createdBy, 1]],
  ); // prettier-ignore
  return id;
}

/** Changes what people set; false when somebody else changed it since `revision`. A poll under way notices and saves nothing. */
export async function change(
  tx: Tx,
  workspaceId: number,
  id: number,
  revision: number,
  to: Pick<PluginSourceRow, 'name' | 'config' | 'state' | 'everySeconds' | 'nextAt'>,
): Promise<boolean> {
  const { affected } = await tx.run(
    `UPDATE plugin_source SET name = ?, config = ?, state = ?, every_seconds = ?, next_at = ?, revision = revision + 1, failures = 0
     WHERE id = ? AND workspace_id = ? AND revision = ?`,
    [to.name, to.config, to.state, to.everySeconds, to.nextAt, id, workspaceId, revision],
  );
  return affected === 1;
}

export async function rotate(tx: Tx, workspaceId: number, id: number, tokenHash: string): Promise<boolean> {
  const { affected } = await tx.run(
    'UPDATE plugin_source SET token_hash = ?, revision = revision + 1 WHERE id = ? AND workspace_id = ?',
    [tokenHash, id, workspaceId],
  );
  return affected === 1;
}

export async function remove(tx: Tx, workspaceId: number, id: number): Promise<boolean> {
  const { affected } = await tx.run('DELETE FROM plugin_source WHERE id = ? AND workspace_id = ?', [id, workspaceId]);
  return affected === 1;
}

/** When the next source wants to be asked; null: none does. */
export async function nextAt(read: Reader): Promise<number | null> {
  const [row] = await read.rows<{ at: number | null }>(
    "SELECT next_at AS at FROM plugin_source WHERE state = 'active' AND every_seconds IS NOT NULL ORDER BY next_at LIMIT 1",
  );
  return row?.at == null ? null : Number(row.at);
}

/**
 * Leases due sources to a worker, the longest due first. While the lease lasts (by the database's clock) nobody else asks them; a
 * worker that dies leaves them free after it.
 */
export async function lease(
  tx: Tx,
  ask: { readonly now: number; readonly holder: string; readonly leaseMs: number; readonly limit: number },
): Promise<PluginSourceRow[]> {
  const clock = DATABASE_NOW[tx.dialect.name];
  const free = `state = 'active' AND every_seconds IS NOT NULL AND next_at <= ? AND (lease_until IS NULL OR lease_until < ${clock})`;
  const due = await tx.rows<{ id: number }>(
    `SELECT id FROM plugin_source WHERE ${free} ORDER BY next_at LIMIT ?${tx.dialect.skipLocked}`,
    [ask.now, ask.limit],
  );
  if (due.length === 0) return [];
  const list = tx.dialect.among(due.map(({ id }) => id));
  await tx.run(`UPDATE plugin_source SET holder = ?, lease_until = ${clock} + ? WHERE id IN ${list.sql}`, [
    ask.holder,
    ask.leaseMs,
    ...list.params,
  ]);
  return tx.rows(`SELECT ${COLUMNS} FROM plugin_source WHERE id IN ${list.sql} ORDER BY next_at`, list.params);
}

/** Whether a poll's answer may still be kept: nobody took the source over, changed it or removed it. Locks it. */
export async function stillHeld(tx: Tx, source: Pick<PluginSourceRow, 'id' | 'holder' | 'revision'>): Promise<boolean> {
  const rows = await tx.rows(
    `SELECT id FROM plugin_source WHERE id = ? AND holder = ? AND revision = ?${tx.dialect.forUpdate}`,
    [source.id, source.holder, source.revision],
  );
  return rows.length === 1;
}

/** What a poll or a posting brought, in the transaction of its events. `note`: what of it could not be taken. */
export async function succeeded(
  tx: Tx,
  id: number,
  told: {
    readonly at: number;
    readonly events: number;
    readonly reached?: string | undefined;
    readonly nextAt?: number;
    readonly note?: string | undefined;
  },
): Promise<void> {
  await tx.run(
    `UPDATE plugin_source SET events = events + ?, last_ok_at = ?, last_error = ?, last_error_at = ?, failures = 0,
       reached = COALESCE(?, reached), next_at = COALESCE(?, next_at)${told.nextAt === undefined ? '' : ', holder = NULL, lease_until = NULL'} WHERE id = ?`,
    [told.events, told.at, told.note?.slice(0, LONGEST_ERROR) ?? null, told.note === undefined ? null : told.at, told.reached ?? null, told.nextAt ?? null, id], // prettier-ignore
  );
}

export async function failed(
  tx: Tx,
  id: number,
  told: { readonly at: number; readonly error: string; readonly nextAt?: number },
): Promise<void> {
  await tx.run(
    `UPDATE plugin_source SET last_error = ?, last_error_at = ?, failures = failures + 1, next_at = COALESCE(?, next_at)${told.nextAt === undefined ? '' : ', holder = NULL, lease_until = NULL'} WHERE id = ?`,
    [told.error.slice(0, LONGEST_ERROR), told.at, told.nextAt ?? null, id],
  );
}
