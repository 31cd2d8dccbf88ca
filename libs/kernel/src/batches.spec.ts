import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy, inBatches } from './batches.js';

describe('inBatches', () => {
  it('cuts in order, the last one short', () => {
    expect([...inBatches([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...inBatches([], 3)]).toEqual([]);
  });

  it('loses and repeats nothing, whatever the size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 12 }), (items, size) => {
        const batches = [...inBatches(items, size)];
        expect(batches.flat()).toEqual(items);
        expect(batches.every((batch) => batch.length > 0 && batch.length <= size)).toBe(true);
      }),
    );
  });
});

describe('groupBy', () => {
  it('keeps the order of first appearance, of groups and within them', () => {
    const groups = groupBy(['bee', 'ant', 'bat', 'cow', 'ape'], (word) => word[0]);
    expect([...groups]).toEqual([
      ['b', ['bee', 'bat']],
      ['a', ['ant', 'ape']],
      ['c', ['cow']],
    ]);
  });
});
