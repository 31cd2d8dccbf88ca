import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { CouponCodeRow } from '../entities/rows.js';
import { displayName } from '../views/names.js';

const CODE = `k.id, k.workspace_id AS workspaceId, k.pool_id AS poolId, k.code, k.state, k.contact_id AS contactId, k.issued_at AS issuedAt, k.expires_at AS expiresAt,
  k.redeemed_at AS redeemedAt, k.effect_key AS effectKey`;

export type CodeLine = CouponCodeRow & { readonly contactName: string | null };

/** Adds codes to a pool's stock, in the order given; those already there are passed over. Answers how many are new. */
export async function add(tx: Tx, workspaceId: number, poolId: number, codes: readonly string[]): Promise<number> {
  const ids = await tx.take('coupon_code', codes.length);
  const rows = codes.map((code, i) => [ids[i], workspaceId, poolId, code, 'free']);
  const added = await insertRows(tx, 'coupon_code', ['id', 'workspace_id', 'pool_id', 'code', 'state'], rows, 'ignore');
  await tx.run('UPDATE coupon_pool SET stock_count = stock_count + ? WHERE workspace_id = ? AND id = ?', [
    added,
    workspaceId,
    poolId,
  ]);
  return added;
}

/** Codes of a pool by ascending id after `after`. */
export async function page(
  read: Reader,
  query: {
    readonly workspaceId: number;
    readonly poolId: number;
    readonly state?: string | undefined;
    readonly after: number;
    readonly limit: number;
  },
): Promise<CodeLine[]> {
  const state = query.state === undefined ? '' : ' AND k.state = ?';
  return read.rows(
    `SELECT ${CODE}, ${displayName('c')} AS contactName FROM coupon_code k LEFT JOIN contact c ON c.id = k.contact_id
     WHERE k.workspace_id = ? AND k.pool_id = ?${state} AND k.id > ? ORDER BY k.id LIMIT ?`,
    [query.workspaceId, query.poolId, ...(query.state === undefined ? [] : [query.state]), query.after, query.limit],
  );
}

export async function find(
  read: Reader,
  workspaceId: number,
  poolId: number,
  code: string,
): Promise<CodeLine | undefined> {
  const [row] = await read.rows<CodeLine>(
    `SELECT ${CODE}, ${displayName('c')} AS contactName FROM coupon_code k LEFT JOIN contact c ON c.id = k.contact_id
     WHERE k.workspace_id = ? AND k.pool_id = ? AND k.code = ?`,
    [workspaceId, poolId, code],
  );
  return row;
}

/** Turns an issued code into a redeemed one, once, and writes it into the ledger beside its issue. Answers whether this call did. */
export async function redeem(tx: Tx, workspaceId: number, codeId: number, now: number): Promise<boolean> {
  const { affected } = await tx.run(
    "UPDATE coupon_code SET state = 'redeemed', redeemed_at = ? WHERE workspace_id = ? AND id = ? AND state = 'issued'",
    [now, workspaceId, codeId],
  );
  if (affected !== 1) return false;
  const [id] = await tx.take('coupon_ledger', 1);
  await tx.run(
    `INSERT INTO coupon_ledger (id, workspace_id, pool_id, code_id, contact_id, run_id, node_id, visit, kind, at)
     SELECT ?, workspace_id, pool_id, code_id, contact_id, run_id, node_id, visit, 'redeemed', ? FROM coupon_ledger WHERE code_id = ? AND pool_id = (SELECT pool_id FROM coupon_code WHERE id = ?) AND kind = 'issued'`,
    [id, now, codeId, codeId],
  );
  return true;
}
