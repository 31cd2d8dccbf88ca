import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { ApiKeyRow } from '../entities/rows.js';

const COLUMNS =
  'id, workspace_id AS workspaceId, name, kind, hash, prefix, created_at AS createdAt, last_used_at AS lastUsedAt, revoked_at AS revokedAt';

export async function list(read: Reader, workspaceId: number): Promise<ApiKeyRow[]> {
  return read.rows(`SELECT ${COLUMNS} FROM api_key WHERE workspace_id = ? ORDER BY id DESC`, [workspaceId]);
}

/** A key in use, by the hash of its text: this is how a key finds its workspace. */
export async function inUse(read: Reader, hash: string): Promise<ApiKeyRow | undefined> {
  return (
    await read.rows<ApiKeyRow>(`SELECT ${COLUMNS} FROM api_key WHERE hash = ? AND revoked_at IS NULL`, [hash])
  )[0];
}

export async function add(tx: Tx, key: Omit<ApiKeyRow, 'id' | 'lastUsedAt' | 'revokedAt'>): Promise<number> {
  const [id] = (await tx.take('api_key', 1)) as [number]; // one was asked for
  const { workspaceId, name, kind, hash, prefix, createdAt } = key;
  await insertRows(
    tx,
    'api_key',
    ['id', 'workspace_id', 'name', 'kind', 'hash', 'prefix', 'created_at'],
    [[id, workspaceId, name, kind, hash, prefix, createdAt]],
  );
  return id;
}

/** Answers whether there was such a key in use. */
export async function revoke(tx: Tx, workspaceId: number, id: number, now: number): Promise<boolean> {
  return (
    (
      await tx.run('UPDATE api_key SET revoked_at = ? WHERE workspace_id = ? AND id = ? AND revoked_at IS NULL', [
        now,
        workspaceId,
        id,
      ])
    ).affected === 1
  );
}

export async function touch(tx: Tx, id: number, now: number): Promise<void> {
  await tx.run('UPDATE api_key SET last_used_at = ? WHERE id = ?', [now, id]);
}
