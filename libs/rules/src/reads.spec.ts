import { describe, expect, it } from 'vitest';
import type { Condition } from './condition.js';
import { emptyReads, isTimeDependent, mergeReads, readsOf } from './reads.js';

const count = { op: 'event', event: 'order', aggregate: 'count', is: 'gte', value: 1 } as const;
const recent: Condition = { ...count, within: { amount: 2, unit: 'days' } };

describe('readsOf', () => {
  it('names exactly what is asked about, and the longest look back of each event', () => {
    const condition: Condition = {
      op: 'all',
      conditions: [
        { op: 'attribute', path: 'address.city', is: 'exists' },
        {
          op: 'not',
          condition: { op: 'any', conditions: [recent, { ...count, within: { amount: 1, unit: 'weeks' } }] },
        },
        { ...count, event: 'view' },
        { op: 'payload', path: 'amount', is: 'gt', value: 1 },
      ],
    };
    expect(readsOf(condition)).toEqual({
      attributes: new Set(['address.city']),
      tags: false,
      payload: true,
      events: new Map([
        ['order', 7 * 86_400_000],
        ['view', Infinity],
      ]),
    });
  });

  it('of nothing is empty, and empty adds nothing', () => {
    expect(readsOf({ op: 'all', conditions: [] })).toEqual(emptyReads);
    const reads = readsOf({ op: 'tag', tag: 'vip', is: 'present' });
    expect(mergeReads(emptyReads, reads)).toEqual(reads);
    expect(mergeReads()).toEqual(emptyReads);
  });
});

describe('isTimeDependent', () => {
  it.each<[Condition, boolean]>([
    [recent, true],
    [count, false],
    [{ op: 'not', condition: { op: 'any', conditions: [count, recent] } }, true],
    [{ op: 'attribute', path: 'born', is: 'before', value: '2026-05-01' }, false],
    [{ op: 'tag', tag: 'vip', is: 'absent' }, false],
    [{ op: 'all', conditions: [] }, false],
  ])('%j: %s', (condition, wanted) => {
    expect(isTimeDependent(condition)).toBe(wanted);
  });
});
