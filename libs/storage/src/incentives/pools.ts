import type { Reader, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { CouponPoolRow } from '../entities/rows.js';

const COLUMNS = `id, workspace_id AS workspaceId, name, description, per_contact_limit AS perContactLimit, valid_from AS validFrom, valid_until AS validUntil,
  valid_days AS validDays, state, issued_count AS issuedCount, stock_count AS stockCount, created_at AS createdAt`;

export type PoolRules = Pick<
  CouponPoolRow,
  'name' | 'description' | 'perContactLimit' | 'validFrom' | 'validUntil' | 'validDays' | 'state'
>;

/** Codes of a pool by state. */
export interface Stock {
  readonly free: number;
  readonly issued: number;
  readonly redeemed: number;
}

export async function list(read: Reader, workspaceId: number): Promise<CouponPoolRow[]> {
  return read.rows(`SELECT ${COLUMNS} FROM coupon_pool WHERE workspace_id = ? ORDER BY id DESC`, [workspaceId]);
}

export async function find(read: Reader, workspaceId: number, id: number): Promise<CouponPoolRow | undefined> {
  return (
    await read.rows<CouponPoolRow>(`SELECT ${COLUMNS} FROM coupon_pool WHERE workspace_id = ? AND id = ?`, [
      workspaceId,
      id,
    ])
  )[0];
}

/** Holds a pool's row until the end of the transaction: read it after this, then write it. */
export async function lock(tx: Tx, workspaceId: number, id: number): Promise<void> {
  await tx.rows(`SELECT id FROM coupon_pool WHERE workspace_id = ? AND id = ?${tx.dialect.forUpdate}`, [
    workspaceId,
    id,
  ]);
}

export async function add(tx: Tx, workspaceId: number, rules: PoolRules, now: number): Promise<number> {
  const [id] = (await tx.take('coupon_pool', 1)) as [number]; // one was asked for
  await insertRows(
    tx,
    'coupon_pool',
    [
      'id',
      'workspace_id',
      'name',
      'description',
      'per_contact_limit',
      'valid_from',
      'valid_until',
      'valid_days',
      'state',
      'issued_count',
      'stock_count',
      'created_at',
    ],
    [
      [
        id,
        workspaceId,
        rules.name,
        rules.description,
        rules.perContactLimit,
        rules.validFrom,
        rules.validUntil,
        rules.validDays,
        rules.state,
        0,
        0,
        now,
      ],
    ],
  );
  return id;
}

export async function change(tx: Tx, workspaceId: number, id: number, rules: PoolRules): Promise<void> {
  await tx.run(
    'UPDATE coupon_pool SET name = ?, description = ?, per_contact_limit = ?, valid_from = ?, valid_until = ?, valid_days = ?, state = ? WHERE workspace_id = ? AND id = ?',
    [
      rules.name,
      rules.description,
      rules.perContactLimit,
      rules.validFrom,
      rules.validUntil,
      rules.validDays,
      rules.state,
      workspaceId,
      id,
    ],
  );
}

/** Counted over the index, so that what is shown is what is there. */
export async function stock(
  read: Reader,
  workspaceId: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Stock>> {
  const rows = await rowsAmong<{ poolId: number; state: keyof Stock; n: number }>(
    read,
    ids,
    (list) =>
      `SELECT pool_id AS poolId, state, COUNT(*) AS n FROM coupon_code WHERE workspace_id = ? AND pool_id IN ${list} GROUP BY pool_id, state`,
    [workspaceId],
  );
  const found = new Map(ids.map((id): [number, Stock] => [id, { free: 0, issued: 0, redeemed: 0 }]));
  for (const { poolId, state, n } of rows) found.set(poolId, { ...found.get(poolId)!, [state]: n }); // every asked id has an entry
  return found;
}
