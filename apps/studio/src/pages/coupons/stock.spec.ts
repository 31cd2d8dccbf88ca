import { describe, expect, it } from 'vitest';
import { isLow, readCodes } from './stock.js';

describe('codes out of what was pasted', () => {
  it('takes lines, commas, tabs, quotes; drops blanks and repeats', () => {
    expect(readCodes('A1\r\nB2, C3\n\n"D4"\tA1；E5')).toEqual(['A1', 'B2', 'C3', 'D4', 'E5']);
  });

  it('finds none in nothing', () => {
    expect(readCodes(' \n ')).toEqual([]);
  });
});

describe('a low stock', () => {
  const stock = (free: number) => ({ total: 100, free, issued: 0, redeemed: 0 });
  it('is one below a tenth, in an open pool that holds codes', () => {
    expect(isLow({ state: 'open', stock: stock(9) })).toBe(true);
    expect(isLow({ state: 'open', stock: stock(10) })).toBe(false);
    expect(isLow({ state: 'closed', stock: stock(0) })).toBe(false);
    expect(isLow({ state: 'open', stock: { ...stock(0), total: 0 } })).toBe(false);
  });
});
