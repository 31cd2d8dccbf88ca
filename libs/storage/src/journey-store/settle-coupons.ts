import { DAY, groupBy, UnexpectedError } from '@sojourn/kernel';
import type { Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { insertRows, updateRows } from '../database/write.js';
import { findByReference } from './references.js';
import type { Answer, AskOf } from './settle.js';

type CouponAsk = AskOf<'coupon.issue'>;
type CouponAnswer = Extract<Answer, { kind: 'coupon.issue' }>;

export interface Pool {
  readonly id: number;
  readonly name: string;
  readonly perContactLimit: number;
  readonly validFrom: number | null;
  readonly validUntil: number | null;
  readonly validDays: number | null;
  readonly state: 'open' | 'closed';
}
interface Held {
  readonly id: number;
  readonly issuedAt: number;
  readonly contactId: number;
  readonly code: string;
  readonly expiresAt: number | null;
}

const POOL =
  'id, name, per_contact_limit AS perContactLimit, valid_from AS validFrom, valid_until AS validUntil, valid_days AS validDays, state';

/** Issues codes, pool by pool in ascending order, each pool's row locked while its codes are given out. */
export async function settleCoupons(
  tx: Tx,
  asks: readonly CouponAsk[],
  now: number,
): Promise<Map<number, CouponAnswer>> {
  const answers = new Map<number, CouponAnswer>();
  for (const [workspaceId, group] of groupBy(asks, (ask) => ask.workspaceId)) {
    const names = unique(group.map(({ ask }) => ask.pool));
    const pools = await findByReference<Pool>(tx, 'coupon_pool', POOL, workspaceId, names);
    const byPool = groupBy(group, ({ ask }) => pools.get(ask.pool));
    for (const ask of byPool.get(undefined) ?? []) answers.set(ask.runId, { kind: 'coupon.issue', status: 'missing' });
    const known = [...byPool]
      .flatMap(([pool, wanted]) => (pool ? [{ pool, wanted }] : []))
      .sort((a, b) => a.pool.id - b.pool.id);
    for (const { pool, wanted } of known) await issue(tx, pool, wanted, now, answers);
  }
  return answers;
}

async function issue(
  tx: Tx,
  pool: Pool,
  asks: readonly CouponAsk[],
  now: number,
  answers: Map<number, CouponAnswer>,
): Promise<void> {
  const isOpen = ({ at = now }: CouponAsk): boolean =>
    pool.state === 'open' && at >= (pool.validFrom ?? at) && at < (pool.validUntil ?? Infinity);
  const codes = await freeCodes(tx, pool, asks.length);
  const holding = await heldCodes(tx, pool, asks);
  const given: Given[] = [];
  for (const ask of asks) {
    if (!isOpen(ask)) {
      answers.set(ask.runId, { kind: 'coupon.issue', status: 'closed', name: pool.name });
      continue;
    }
    const held = holding.get(ask.contactId) ?? [];
    const latest = held.at(-1);
    if (latest && pool.perContactLimit > 0 && held.length >= pool.perContactLimit) {
      answers.set(ask.runId, {
        kind: 'coupon.issue',
        status: 'alreadyHas',
        name: pool.name,
        code: latest.code,
        expiresAt: latest.expiresAt,
      });
      continue;
    }
    const free = codes[given.length];
    if (!free) {
      answers.set(ask.runId, { kind: 'coupon.issue', status: 'soldOut', name: pool.name });
      continue;
    }
    const issuedAt = ask.at ?? now;
    const expiresAt = expiryOf(pool, issuedAt);
    given.push({ ask, ...free, issuedAt, expiresAt });
    holding.set(ask.contactId, [...held, { ...free, contactId: ask.contactId, issuedAt, expiresAt }]);
    answers.set(ask.runId, { kind: 'coupon.issue', status: 'issued', name: pool.name, code: free.code, expiresAt });
  }
  await writeIssued(tx, pool, given);
}

/** A code on its way to a contact. */
interface Given {
  readonly ask: CouponAsk;
  readonly id: number;
  readonly code: string;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
}

/** The earlier of the pool's end and so many days from being issued. */
function expiryOf({ validUntil, validDays }: Pool, issuedAt: number): number | null {
  const byDays = validDays === null ? null : issuedAt + validDays * DAY;
  return byDays === null || (validUntil !== null && validUntil < byDays) ? validUntil : byDays;
}

async function freeCodes(tx: Tx, pool: Pool, count: number): Promise<readonly { id: number; code: string }[]> {
  return tx.rows(
    `SELECT id, code FROM coupon_code WHERE pool_id = ? AND state = 'free' ORDER BY id LIMIT ?${tx.dialect.forUpdate}`,
    [pool.id, count],
  );
}

/** The codes that contacts of these asks got from this pool before, oldest first; used up or not, they count. */
async function heldCodes(tx: Tx, pool: Pool, asks: readonly CouponAsk[]): Promise<Map<number, Held[]>> {
  const [first] = asks;
  if (!first || pool.perContactLimit === 0) return new Map();
  const rows = await rowsAmong<Held>(
    tx,
    unique(asks.map(({ contactId }) => contactId)),
    (list) =>
      `SELECT id, contact_id AS contactId, code, issued_at AS issuedAt, expires_at AS expiresAt FROM coupon_code
       WHERE workspace_id = ? AND contact_id IN ${list} AND pool_id = ?`,
    [first.workspaceId],
    [pool.id],
  );
  rows.sort((a, b) => a.issuedAt - b.issuedAt || a.id - b.id);
  return groupBy(rows, (row) => row.contactId);
}

async function writeIssued(tx: Tx, pool: Pool, given: readonly Given[]): Promise<void> {
  if (given.length === 0) return;
  const keyOf = ({ workspaceId, runId, nodeId, visit }: CouponAsk): string =>
    `${workspaceId}:${runId}:${nodeId}:${visit}:coupon`;
  const issued = await updateRows(tx, {
    table: 'coupon_code',
    key: 'id',
    columns: { contact_id: 'int', issued_at: 'int', expires_at: 'int', effect_key: 'text' },
    rows: given.map(({ ask, id, issuedAt, expiresAt }) => [id, ask.contactId, issuedAt, expiresAt, keyOf(ask)]),
    set: "state = 'issued'",
    where: "state = 'free'",
  });
  if (issued !== given.length)
    throw new UnexpectedError(`Pool ${pool.id} gave out ${given.length} codes, of which only ${issued} were free.`, {
      code: 'coupon.not-free',
    });
  await tx.run('UPDATE coupon_pool SET issued_count = issued_count + ? WHERE id = ?', [issued, pool.id]);
  const ids = await tx.take('coupon_ledger', given.length);
  await insertRows(
    tx,
    'coupon_ledger',
    ['id', 'workspace_id', 'pool_id', 'code_id', 'contact_id', 'run_id', 'node_id', 'visit', 'kind', 'at'],
    given.map(({ ask, id, issuedAt }, i) => [
      ids[i],
      ask.workspaceId,
      pool.id,
      id,
      ask.contactId,
      ask.runId,
      ask.nodeId,
      ask.visit,
      'issued',
      issuedAt,
    ]),
  );
}
