import { expect, it } from 'vitest';
import { patternCost } from './pattern-cost.js';

it.each<[pattern: string, ways: number, repeats: number]>([
  ['^[a-z]$', 1, 0],
  ['^https://', 1, 0],
  ['abc', 1, 0],
  ['^a+$', 1, 1],
  ['a+', 1, 2],
  ['^a*b*c*$', 1, 3],
  ['^a?b?$', 4, 0],
  ['^(mon|tue|wed)$', 3, 1],
  ['^(?:a|b)(?:c|d)$', 4, 1],
  ['^\\d{4}-\\d{2}-\\d{2}$', 1, 0],
  ['^\\+?\\d{1,3}[- ]?\\d{3,}$', 12, 1],
  ['^a{0,200}$', 1, 1],
  ['^a{0,10}b{0,9}$', 10, 1],
  ['^(?<year>a+)-\\k<year>$', 1, 2],
  ['^(a+)\\1$', 1, 2],
  ['^a+?b??$', 2, 1],
  ['^[()|*+?]\\(\\|\\*$', 1, 0],
  ['^(?=a+)(?!b*)(?<=c)x$', 1, 2],
])('%s has %d ways and %d repetitions', (pattern, ways, repeats) => expect(patternCost(pattern)).toEqual({ ways, repeats })); // prettier-ignore

it('choices one behind the other multiply', () => {
  expect(patternCost(`^${'a?'.repeat(100)}`).ways).toBe(2 ** 100);
  expect(patternCost(`^${'(a|a)'.repeat(50)}`).ways).toBe(2 ** 50);
  expect(patternCost(`^${'a{0,9}'.repeat(30)}`).ways).toBeGreaterThan(1e29);
});

it.each(['^(a+)+$', '^(a|b)*$', '^(a?){3}$', '^((a+)b)*$', '^(?:(?:a{0,5}))*$', '^(a*){2,}'])('%s is boundless', (pattern) => expect(patternCost(pattern).ways).toBe(Infinity)); // prettier-ignore
