import type { CouponPool } from '../../api/types.js';

/** Below a tenth of what was ever put in, somebody should refill. */
const LOW = 0.1;

export function isLow({ state, stock }: Pick<CouponPool, 'state' | 'stock'>): boolean {
  return state === 'open' && stock.total > 0 && stock.free < stock.total * LOW;
}

/** Codes out of a pasted column, list or CSV: one a line or separated; a first column only; blanks and repeats dropped. */
export function readCodes(text: string): string[] {
  const codes = text
    .split(/[\r\n,;，；\t]+/)
    .map((code) => code.trim().replace(/^"(.*)"$/, '$1'))
    .filter((code) => code !== '');
  return [...new Set(codes)];
}
