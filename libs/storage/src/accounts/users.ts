import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { Role, UserRow } from '../entities/rows.js';

const COLUMNS = 'id, email, name, password_hash AS passwordHash, created_at AS createdAt';

/** A person, by e-mail in lower case. People stand above workspaces: one may belong to several. */
export async function byEmail(read: Reader, email: string): Promise<UserRow | undefined> {
  return (await read.rows<UserRow>(`SELECT ${COLUMNS} FROM \`user\` WHERE email = ?`, [email]))[0];
}

export async function byId(read: Reader, id: number): Promise<UserRow | undefined> {
  return (await read.rows<UserRow>(`SELECT ${COLUMNS} FROM \`user\` WHERE id = ?`, [id]))[0];
}

/** The person who was here first: the owner that the first start made. */
export async function first(read: Reader): Promise<UserRow | undefined> {
  return (await read.rows<UserRow>(`SELECT ${COLUMNS} FROM \`user\` ORDER BY id LIMIT 1`))[0];
}

export async function add(tx: Tx, user: Omit<UserRow, 'id'>): Promise<number> {
  const [id] = (await tx.take('user', 1)) as [number]; // one was asked for
  await insertRows(
    tx,
    'user',
    ['id', 'email', 'name', 'password_hash', 'created_at'],
    [[id, user.email, user.name, user.passwordHash, user.createdAt]],
  );
  return id;
}

export async function setPassword(tx: Tx, id: number, passwordHash: string): Promise<void> {
  await tx.run('UPDATE `user` SET password_hash = ? WHERE id = ?', [passwordHash, id]);
}

export async function join(tx: Tx, userId: number, workspaceId: number, role: Role): Promise<void> {
  await insertRows(tx, 'membership', ['user_id', 'workspace_id', 'role'], [[userId, workspaceId, role]], {
    key: ['user_id', 'workspace_id'],
    set: ({ fresh }) => ({ role: fresh('role') }),
  });
}

/** Where a person belongs, by workspace id. */
export async function memberships(
  read: Reader,
  userId: number,
): Promise<readonly { readonly workspaceId: number; readonly role: Role }[]> {
  return read.rows('SELECT workspace_id AS workspaceId, role FROM membership WHERE user_id = ? ORDER BY workspace_id', [
    userId,
  ]);
}

/** Keeps the hash of a one-time sign-in token; earlier unused ones of the person are void from now on. */
export async function addSignInToken(
  tx: Tx,
  token: { readonly hash: string; readonly userId: number; readonly expiresAt: number },
): Promise<void> {
  await tx.run('DELETE FROM sign_in_token WHERE user_id = ?', [token.userId]);
  await insertRows(
    tx,
    'sign_in_token',
    ['hash', 'user_id', 'expires_at', 'used_at'],
    [[token.hash, token.userId, token.expiresAt, null]],
  );
}

/** Uses a token up: answers whose it was, once; undefined when it is unknown, old or used. */
export async function useSignInToken(tx: Tx, hash: string, now: number): Promise<number | undefined> {
  const { affected } = await tx.run(
    'UPDATE sign_in_token SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
    [now, hash, now],
  );
  if (affected !== 1) return undefined;
  const [row] = await tx.rows<{ userId: number }>('SELECT user_id AS userId FROM sign_in_token WHERE hash = ?', [hash]);
  return row?.userId;
}
