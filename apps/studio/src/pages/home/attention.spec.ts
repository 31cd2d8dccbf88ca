import { describe, expect, it } from 'vitest';
import type { CouponPool, JourneyRow, Overview } from '../../api/types.js';
import { callsFor } from './attention.js';

const overview = { quarantinedRuns: 0, outboxWaiting: 3 } as Overview;
const pool = (over: Partial<CouponPool>) => ({ id: 1, name: 'P', state: 'open', ...over }) as CouponPool;
const journey = (over: Partial<JourneyRow>) => ({ id: 1, name: 'J', state: 'live', active: 0, ...over }) as JourneyRow;

describe('what needs a hand', () => {
  it('is nothing on a quiet day', () => {
    const stock = { total: 100, free: 50, issued: 30, redeemed: 20 };
    expect(callsFor(overview, [journey({})], [pool({ stock })])).toEqual([]);
  });

  it('puts what is broken before what soon will be', () => {
    const calls = callsFor(
      { ...overview, quarantinedRuns: 2 },
      [journey({ state: 'paused', active: 5 })],
      [
        pool({ id: 1, stock: { total: 100, free: 5, issued: 95, redeemed: 0 } }),
        pool({ id: 2, stock: { total: 100, free: 0, issued: 50, redeemed: 50 } }),
      ],
    );
    expect(calls.map(({ key }) => key)).toEqual(['quarantined', 'soldOut', 'low', 'paused']);
  });

  it('does not call for a pool that was closed or never filled', () => {
    const empty = { total: 0, free: 0, issued: 0, redeemed: 0 };
    expect(
      callsFor(overview, [], [pool({ stock: empty }), pool({ state: 'closed', stock: { ...empty, total: 9 } })]),
    ).toEqual([]);
  });
});
