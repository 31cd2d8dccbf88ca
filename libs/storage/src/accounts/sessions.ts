import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { Role, SessionRow } from '../entities/rows.js';

export interface LiveSession extends SessionRow {
  /** In the session's workspace, read at every request: who was removed is out at once. */
  readonly role: Role;
}

/** A session that has not expired and whose person still belongs to its workspace. */
export async function find(read: Reader, id: string, now: number): Promise<LiveSession | undefined> {
  const [row] = await read.rows<LiveSession>(
    `SELECT s.id, s.user_id AS userId, s.workspace_id AS workspaceId, s.created_at AS createdAt, s.expires_at AS expiresAt, s.csrf, m.role
     FROM session s JOIN membership m ON m.user_id = s.user_id AND m.workspace_id = s.workspace_id
     WHERE s.id = ? AND s.expires_at > ?`,
    [id, now],
  );
  return row;
}

export async function add(tx: Tx, session: SessionRow): Promise<void> {
  const { id, userId, workspaceId, createdAt, expiresAt, csrf } = session;
  await insertRows(
    tx,
    'session',
    ['id', 'user_id', 'workspace_id', 'created_at', 'expires_at', 'csrf'],
    [[id, userId, workspaceId, createdAt, expiresAt, csrf]],
  );
}

export async function moveTo(tx: Tx, id: string, workspaceId: number): Promise<void> {
  await tx.run('UPDATE session SET workspace_id = ? WHERE id = ?', [workspaceId, id]);
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.run('DELETE FROM session WHERE id = ?', [id]);
}

export async function removeOthers(tx: Tx, userId: number, keep: string | null): Promise<void> {
  await tx.run('DELETE FROM session WHERE user_id = ? AND id <> ?', [userId, keep ?? '']);
}

export async function removeExpired(tx: Tx, now: number): Promise<void> {
  await tx.run('DELETE FROM session WHERE expires_at <= ?', [now]);
}
