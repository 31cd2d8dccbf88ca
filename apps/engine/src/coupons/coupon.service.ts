import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { couponCodes, couponPools, type CouponPoolRow, type Database, type Reader } from '@sojourn/storage';
import { idCursor, pageOf } from '../http/cursor.js';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE } from '../ports.js';
import { generateCodes } from './generate-codes.js';
import type {
  CodeQuery,
  CodesAdded,
  CouponCodePage,
  CouponCodeView,
  CouponPoolChange,
  CouponPoolList,
  CouponPoolView,
  NewCodes,
  NewCouponPool,
} from './coupon.dto.js';

const PAGE = 100;
/** Codes per transaction of an import. */
const CHUNK = 5_000;

type CodeLine = Awaited<ReturnType<typeof couponCodes.page>>[number];

@Injectable()
export class CouponService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(workspaceId: number): Promise<CouponPoolList> {
    return { items: await this.#views(workspaceId, await couponPools.list(this.database.read, workspaceId)) };
  }

  async create(workspaceId: number, given: NewCouponPool): Promise<CouponPoolView> {
    const rules = {
      name: given.name,
      description: given.description ?? '',
      perContactLimit: given.perContactLimit ?? 1,
      validFrom: given.validFrom ?? null,
      validUntil: given.validUntil ?? null,
      validDays: given.validDays ?? null,
      state: 'open' as const,
    };
    checkPeriod(rules);
    const id = await this.database.inTransaction((tx) => couponPools.add(tx, workspaceId, rules, this.clock.now()));
    return this.view(workspaceId, id);
  }

  async view(workspaceId: number, id: number): Promise<CouponPoolView> {
    return (await this.#views(workspaceId, [await poolOf(this.database.read, workspaceId, id)]))[0]!; // one in, one out
  }

  async change(workspaceId: number, id: number, change: CouponPoolChange): Promise<CouponPoolView> {
    await this.database.inTransaction(async (tx) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await couponPools.lock(tx, workspaceId, id);
      const rules = { ...(await poolOf(tx, workspaceId, id)), ...given };
      checkPeriod(rules);
      await couponPools.change(tx, workspaceId, id, rules);
    });
    return this.view(workspaceId, id);
  }

  async addCodes(workspaceId: number, id: number, { codes, generate }: NewCodes): Promise<CodesAdded> {
    await poolOf(this.database.read, workspaceId, id);
    if ((codes === undefined) === (generate === undefined))
      throw invalidInput([{ pointer: '', message: 'Send either codes or generate' }]);
    if (codes === undefined) return this.#generate(workspaceId, id, generate!); // one of the two is there
    const wanted = [...new Set(codes.map((code) => code.trim()).filter((code) => code !== ''))];
    const added = await this.#add(workspaceId, id, wanted);
    return { added, duplicates: codes.length - added };
  }

  async codes(workspaceId: number, poolId: number, { state, cursor }: CodeQuery): Promise<CouponCodePage> {
    await poolOf(this.database.read, workspaceId, poolId);
    const found = await couponCodes.page(this.database.read, {
      workspaceId,
      poolId,
      state,
      after: idCursor(cursor) ?? 0,
      limit: PAGE + 1,
    });
    const { rows, next } = pageOf(found, PAGE, ({ id }) => id);
    return { items: rows.map(codeView), next };
  }

  async redeem(workspaceId: number, poolId: number, given: string): Promise<CouponCodeView> {
    await poolOf(this.database.read, workspaceId, poolId);
    return this.database.inTransaction(async (tx) => {
      const code = await couponCodes.find(tx, workspaceId, poolId, given.trim());
      if (!code)
        throw new UserError(`The pool has no code ${given}. Check the spelling.`, {
          code: 'coupon.code-not-found',
          status: 404,
          details: { code: given },
        });
      const now = this.clock.now();
      if (code.state === 'redeemed') throw redeemedAlready(given, code.redeemedAt);
      if (code.state === 'free')
        throw new UserError(`The code ${given} was never handed out, so it cannot be redeemed.`, {
          code: 'coupon.not-issued',
          status: 409,
          details: { code: given },
        });
      if (code.expiresAt !== null && code.expiresAt < now)
        throw new UserError(`The code ${given} has expired.`, {
          code: 'coupon.expired',
          status: 409,
          details: { code: given, expiresAt: code.expiresAt },
        });
      // Between reading and writing another till may have been faster.
      if (!(await couponCodes.redeem(tx, workspaceId, code.id, now))) throw redeemedAlready(given, now);
      return codeView({ ...code, state: 'redeemed', redeemedAt: now });
    });
  }

  async #generate(
    workspaceId: number,
    id: number,
    { count, prefix = '', length = 10 }: NonNullable<NewCodes['generate']>,
  ): Promise<CodesAdded> {
    let added = 0;
    // A code drawn twice is drawn again; with 30^6 possible ones and more that ends soon, and after ten rounds in any case.
    for (let round = 0; round < 10 && added < count; round++)
      added += await this.#add(workspaceId, id, generateCodes(count - added, prefix, length));
    return { added, duplicates: 0 };
  }

  async #add(workspaceId: number, id: number, codes: readonly string[]): Promise<number> {
    let added = 0;
    for (let i = 0; i < codes.length; i += CHUNK)
      added += await this.database.inTransaction((tx) =>
        couponCodes.add(tx, workspaceId, id, codes.slice(i, i + CHUNK)),
      );
    return added;
  }

  async #views(workspaceId: number, pools: readonly CouponPoolRow[]): Promise<CouponPoolView[]> {
    const stock = await couponPools.stock(this.database.read, workspaceId, pools.map(({ id }) => id)); // prettier-ignore
    return pools.map((pool) => {
      const { free, issued, redeemed } = stock.get(pool.id)!; // every asked pool has an entry
      const { id, name, description, perContactLimit, validFrom, validUntil, validDays, state, createdAt } = pool;
      return {
        id,
        name,
        description,
        perContactLimit,
        validFrom,
        validUntil,
        validDays,
        state,
        createdAt,
        stock: { total: free + issued + redeemed, free, issued, redeemed },
      };
    });
  }
}

async function poolOf(read: Reader, workspaceId: number, id: number): Promise<CouponPoolRow> {
  const pool = await couponPools.find(read, workspaceId, id);
  if (!pool)
    throw new UserError(`There is no coupon pool ${id} in this workspace.`, {
      code: 'coupon.pool-not-found',
      status: 404,
      details: { id },
    });
  return pool;
}

function redeemedAlready(code: string, redeemedAt: number | null): UserError {
  return new UserError(`The code ${code} was redeemed already.`, {
    code: 'coupon.already-redeemed',
    status: 409,
    details: { code, redeemedAt },
  });
}

function checkPeriod({
  validFrom,
  validUntil,
}: {
  readonly validFrom: number | null;
  readonly validUntil: number | null;
}): void {
  if (validFrom !== null && validUntil !== null && validUntil <= validFrom)
    throw invalidInput([{ pointer: '/validUntil', message: 'validUntil must be later than validFrom' }]);
}

function codeView({
  id,
  code,
  state,
  contactId,
  contactName,
  issuedAt,
  expiresAt,
  redeemedAt,
}: CodeLine): CouponCodeView {
  return {
    id,
    code,
    state,
    contact: contactId === null ? null : { id: contactId, name: contactName },
    issuedAt,
    expiresAt,
    redeemedAt,
  };
}
