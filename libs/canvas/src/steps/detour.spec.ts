import { describe, expect, it } from 'vitest';
import { detourOf } from './detour.js';

const card = (id: string, x: number, y: number) => ({ id, x, y, width: 240, height: 120 });
const start = { x: 0, y: 100 };
const end = { x: 600, y: 100 };

describe('the way of an edge around cards', () => {
  it('is straight where nothing stands between', () => {
    expect(detourOf([], start, end)).toBeUndefined();
    expect(detourOf([card('above', 180, -200), card('behind', 700, 40)], start, end)).toBeUndefined();
  });

  it('passes a card on its nearer side, rather below than above, clear of the numbers above it', () => {
    expect(detourOf([card('low', 180, 90)], start, end)).toEqual({ from: 156, to: 444, y: 54 });
    expect(detourOf([card('high', 180, 0)], start, end)).toEqual({ from: 156, to: 444, y: 136 });
  });

  it('runs between two cards only where there is room for it', () => {
    expect(detourOf([card('a', 180, 0), card('b', 180, 180)], start, end)?.y).toBe(136);
    expect(detourOf([card('a', 180, 0), card('b', 180, 140)], start, end)?.y).toBe(276);
  });
});
