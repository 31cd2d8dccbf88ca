import { describe, expect, it } from 'vitest';
import { hash32, seededRandom, unitOf } from './random.js';

describe('hash32 and unitOf', () => {
  /**
   * These values are a promise: contacts stay in the arm of a split they were put in. If this fails, put the function
   * back; do not change the numbers.
   */
  it('give these values forever', () => {
    expect(GOLDEN.map(([text]) => [text, hash32(text)])).toEqual(GOLDEN);
    expect(unitOf('journey-7:contact-42')).toBe(UNIT);
  });

  it('spread neighbouring keys evenly', () => {
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) buckets[Math.floor(unitOf(`salt:${i}`) * 10)]!++;
    // Chi-square with 9 degrees of freedom: 27.9 is passed by chance once in a thousand; the keys are fixed.
    const chi = buckets.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.9);
  });

  it('stay in [0, 1)', () => {
    for (let i = 0; i < 10_000; i++) {
      const unit = unitOf(String(i));
      expect(unit >= 0 && unit < 1).toBe(true);
    }
  });
});

describe('seededRandom', () => {
  it('gives these streams forever: demo data and simulations can be repeated', () => {
    const numbers = seededRandom(1);
    expect([numbers.next(), numbers.next(), numbers.next()]).toEqual(STREAM_OF_1);
    const words = seededRandom('demo');
    expect([words.int(100), words.int(100), words.int(100), words.int(100)]).toEqual(STREAM_OF_DEMO);
  });

  it('draws integers below the bound, each of them', () => {
    const random = seededRandom('dice');
    const seen = new Set(Array.from({ length: 500 }, () => random.int(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('picks one of the items', () => {
    const random = seededRandom('pick');
    const items = ['a', 'b', 'c'];
    const picked = new Set(Array.from({ length: 100 }, () => random.pick(items)));
    expect([...picked].sort()).toEqual(items);
  });
});

const GOLDEN: [string, number][] = [
  ['', 2872998923],
  ['a', 444641715],
  ['b', 2193908274],
  ['ab', 2563531789],
  ['ba', 605838741],
  ['sojourn', 4055360931],
  ['1', 1428125071],
  ['2', 1020151135],
  ['上海', 3014223265],
  ['😀', 1787143206],
  ['journey-7:contact-42', 1583511436],
  ['salt:1', 4109691185],
  ['salt:2', 3384478019],
];
const UNIT = 0.3686899868771434;
const STREAM_OF_1 = [0.6270739405881613, 0.002735721180215478, 0.5274470399599522];
const STREAM_OF_DEMO = [93, 53, 47, 56];
