import type { Json } from '@sojourn/kernel';
import type { Tx } from '../database/database.js';
import { parseJson, toJson } from '../database/read.js';
import { insertRows, updateRows } from '../database/write.js';
import { FIRST_SEAL, sealOf } from './seal.js';

/** Who did it: a person, a program with a key, or the house itself (neither). */
export interface Author {
  readonly userId: number | null;
  readonly apiKeyId?: number | null | undefined;
}

export interface Deed extends Author {
  readonly workspaceId: number;
  readonly at: number;
  /** Noun and past participle: `journey.published`. */
  readonly action: string;
  /** What it was done to, noun and id: `journey 12`. */
  readonly subject: string;
  /** Any JSON; never a secret, and of people no more than their ids. */
  readonly details?: unknown;
}

/**
 * Writes down who did what, in the transaction that does it, as the next link of the workspace's chain. Entries of one
 * workspace queue up for the chain's end until their transactions are over: make it the last thing of a transaction.
 *
 *     await recordAudit(tx, { workspaceId, userId, at: clock.now(), action: 'channel.halted', subject: 'channel mail' });
 */
export async function recordAudit(tx: Tx, deed: Deed): Promise<void> {
  const { workspaceId, userId, apiKeyId = null, at, action } = deed;
  const subject = deed.subject.slice(0, 191);
  const head = await lockHead(tx, workspaceId);
  const [id] = (await tx.take('audit', 1)) as [number]; // one was asked for
  const text = toJson(deed.details);
  const seq = head.seq + 1;
  // As it will be read again: without what JSON leaves out.
  const details = parseJson<Json>(text) ?? null;
  const hash = sealOf(head.hash, { id, workspaceId, seq, userId, apiKeyId, at, action, subject, details });
  await insertRows(
    tx,
    'audit',
    ['id', 'workspace_id', 'user_id', 'api_key_id', 'at', 'action', 'subject', 'details', 'seq', 'hash'],
    [[id, workspaceId, userId, apiKeyId, at, action, subject, text, seq, hash]],
  );
  await tx.run('UPDATE audit_head SET seq = ?, hash = ? WHERE workspace_id = ?', [seq, hash, workspaceId]);
}

/** The chain's end, locked; the first time, what was written down before there were chains becomes its beginning. */
async function lockHead(tx: Tx, workspaceId: number): Promise<{ readonly seq: number; readonly hash: string }> {
  const locked = (): Promise<{ seq: number; hash: string }[]> =>
    tx.rows(`SELECT seq, hash FROM audit_head WHERE workspace_id = ?${tx.dialect.forUpdate}`, [workspaceId]);
  const [head] = await locked();
  if (head) return head;
  await insertRows(tx, 'audit_head', ['workspace_id', 'seq', 'hash'], [[workspaceId, 0, FIRST_SEAL]], 'ignore');
  const [made] = await locked();
  if (made && made.seq > 0) return made; // somebody else began the chain meanwhile
  return sealEarlier(tx, workspaceId);
}

async function sealEarlier(tx: Tx, workspaceId: number): Promise<{ readonly seq: number; readonly hash: string }> {
  const rows = await tx.rows<{
    id: number;
    userId: number | null;
    at: number;
    action: string;
    subject: string;
    details: string | null;
  }>(
    `SELECT id, user_id AS userId, at, action, subject, details FROM audit WHERE workspace_id = ? AND seq IS NULL ORDER BY id`,
    [workspaceId],
  );
  let hash = FIRST_SEAL;
  const sealed = rows.map(({ details, ...row }, i) => {
    const own = { ...row, workspaceId, apiKeyId: null, seq: i + 1, details: parseJson<Json>(details) ?? null };
    hash = sealOf(hash, own);
    return [row.id, i + 1, hash] as const;
  });
  await updateRows(tx, { table: 'audit', key: 'id', columns: { seq: 'int', hash: 'text' }, rows: sealed });
  return { seq: rows.length, hash };
}
