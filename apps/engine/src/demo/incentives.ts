import { DAY } from '@sojourn/kernel';
import { collections, couponCodes, couponPools, type Reader, type Tx } from '@sojourn/storage';
import { generateCodes } from '../coupons/generate-codes.js';
import { GIFT_POOL, GROWTH_POOL, NEWCOMER_POOL, TEA_COLLECTION } from './journeys.js';

/** How much the demo gives away, as shares of its contacts. */
const STOCK = {
  /** About a quarter of the contacts join while the journey is live: the last fifth of them come too late. */
  newcomer: 0.2,
  growth: 0.4,
  gift: 0.3,
  collectibles: 0.5,
};
/** Put into the newcomer pool after it was sold out, for those who come while somebody watches. */
const SECOND_BATCH = 0.1;

const CODE_LENGTH = 8;

/** Pools with their codes, and the collection, for a shop with so many contacts. */
export async function layIncentives(tx: Tx, workspaceId: number, contacts: number, now: number): Promise<void> {
  const pool = async (name: string, description: string, prefix: string, share: number, validDays: number) => {
    const rules = { perContactLimit: 1, validFrom: null, validUntil: null, state: 'open' as const };
    const poolId = await couponPools.add(tx, workspaceId, { name, description, validDays, ...rules }, now);
    await couponCodes.add(tx, workspaceId, poolId, generateCodes(Math.ceil(contacts * share), prefix, CODE_LENGTH));
  };
  await pool(GIFT_POOL, '凭节气藏品复购兑换一份礼盒。 A gift box for owners who come back.', 'GIFT', STOCK.gift, 60);
  await pool(GROWTH_POOL, '完成 7 天成长计划即得，满 99 减 20。 For the seven-day plan.', 'GROW', STOCK.growth, 30);
  await pool(NEWCOMER_POOL, '新客首单满 99 减 30，四天内有效。 For the first order.', 'NEW', STOCK.newcomer, 4);
  await collections.add(tx, workspaceId, {
    name: TEA_COLLECTION,
    description: '累计消费满 800 元的茶友各得一枚，不可转让。 One for each who spent 800; not transferable.',
    imageUrl: '',
    provider: 'ledger',
    supply: Math.ceil(contacts * STOCK.collectibles),
    transferable: false,
    metadata: { attributes: [{ trait_type: '系列', value: '二十四节气' }] },
    chain: null,
    createdAt: now,
  });
}

/** More newcomer codes. */
export async function addSecondBatch(tx: Tx, workspaceId: number, contacts: number): Promise<void> {
  const codes = generateCodes(Math.ceil(contacts * SECOND_BATCH), 'NEW', CODE_LENGTH);
  await couponCodes.add(tx, workspaceId, await poolNamed(tx, workspaceId, NEWCOMER_POOL), codes);
}

/** Newcomers who ordered while their coupon was good have used it. */
export async function redeemNewcomerCoupons(tx: Tx, workspaceId: number): Promise<void> {
  const used = await tx.rows<{ id: number; at: number }>(
    `SELECT k.id, MIN(e.occurred_at) AS at FROM coupon_code k
     JOIN event e ON e.workspace_id = k.workspace_id AND e.contact_id = k.contact_id AND e.type = 'order_placed'
       AND e.occurred_at BETWEEN k.issued_at AND k.issued_at + ?
     WHERE k.pool_id = ? AND k.state = 'issued' GROUP BY k.id ORDER BY 2`,
    [4 * DAY, await poolNamed(tx, workspaceId, NEWCOMER_POOL)],
  );
  for (const { id, at } of used) await couponCodes.redeem(tx, workspaceId, id, Number(at));
}

async function poolNamed(read: Reader, workspaceId: number, name: string): Promise<number> {
  const pool = (await couponPools.list(read, workspaceId)).find((one) => one.name === name);
  return pool?.id ?? 0;
}
