import { checkPluginManifest, defaultsOf, summaryOf } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const split = driver(manifest, node);
const arm = (id: string, weight: number) => ({ id, label: id.toUpperCase(), weight });
const crowd = Array.from({ length: 20_000 }, (_, i) => visit().withContact({ id: i + 1 }));
type Config = Parameters<typeof split.many>[0];

function armsOf(config: Config, visits = crowd): string[] {
  return split.many(config, visits).map((decision) => (decision.do === 'to' ? decision.outcome : decision.do));
}
function sharesOf(config: Config): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of armsOf(config)) counts[outcome] = (counts[outcome] ?? 0) + 1 / crowd.length;
  return counts;
}
/** How many move between two configs, by "from>to". */
function moves(before: Config, after: Config): Record<string, number> {
  const [a, b] = [armsOf(before), armsOf(after)];
  const counts: Record<string, number> = {};
  a.forEach((from, i) => {
    if (from !== b[i]) counts[`${from}>${b[i]}`] = (counts[`${from}>${b[i]}`] ?? 0) + 1 / crowd.length;
  });
  return counts;
}

it('has a manifest in both languages', () => {
  expect(checkPluginManifest(plugin)).toEqual([]);
});

describe('shares', () => {
  it.each([
    ['two halves', [1, 1]],
    ['a quarter and three', [1, 3]],
    ['ten tenths', Array.from({ length: 10 }, () => 5)],
    ['one in a hundred', [1, 99]],
  ])('are those of the weights: %s', (_, weights) => {
    const shares = sharesOf({ arms: weights.map((weight, i) => arm(`a${i}`, weight)), salt: 's' });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, i) => {
      const p = weight / total;
      // Four standard deviations of a fair draw: one honest draw in 16,000 lies outside.
      expect(Math.abs((shares[`a${i}`] ?? 0) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / crowd.length));
    });
  });

  it('of a holdout are taken off first, evenly from all arms', () => {
    const shares = sharesOf({ arms: [arm('a', 1), arm('b', 1)], holdout: { percent: 10 }, salt: 's' });
    expect(shares['holdout']).toBeCloseTo(0.1, 1.7);
    expect(shares['a']).toBeCloseTo(0.45, 1.7);
  });

  it('of two splits with different salts are independent', () => {
    const first = armsOf({ arms: [arm('a', 1), arm('b', 1)], salt: 'one' });
    const second = armsOf({ arms: [arm('a', 1), arm('b', 1)], salt: 'two' });
    const both = first.filter((one, i) => one === 'a' && second[i] === 'a').length / crowd.length;
    expect(both).toBeCloseTo(0.25, 1.7);
  });
});

describe('a contact', () => {
  const config = { arms: [arm('a', 1), arm('b', 2), arm('c', 3)], holdout: { percent: 5 }, salt: 'spring' };

  it('gets the same arm at every visit, in any batch, at any time', () => {
    const some = crowd.slice(0, 500);
    const later = some.map((one) => one.at('2027-01-01T00:00').nth(3).withContact({ email: 'x@y.z' })).reverse();
    expect(armsOf(config, later).reverse()).toEqual(armsOf(config, some));
  });

  it('gets these arms, today and in ten years (golden)', () => {
    expect(armsOf(config, crowd.slice(0, 24)).join(' ')).toMatchInlineSnapshot(
      `"a c c c a a c c b c b c c b b c c holdout c b b c a b"`,
    );
  });

  it('is drawn by the node’s id when there is no salt', () => {
    const arms = [arm('a', 1), arm('b', 1)];
    const named = driver(manifest, node, { nodeId: 'spring' });
    const drawn = named.many({ arms }, crowd.slice(0, 200)).map((decision) => decision.do === 'to' && decision.outcome);
    expect(drawn).toEqual(armsOf({ arms, salt: 'spring' }, crowd.slice(0, 200)));
    expect(drawn).not.toEqual(armsOf({ arms }, crowd.slice(0, 200)));
  });

  it('is told the arm and the ticket', () => {
    for (const decision of split.many(config, crowd.slice(0, 200))) {
      if (decision.do !== 'to') throw new Error('A split lets everyone through.');
      const { code, params } = decision.why!;
      expect(code).toBe(decision.outcome === 'holdout' ? 'heldOut' : 'drawn');
      if (code === 'drawn') expect(params?.['arm']).toBe(decision.outcome.toUpperCase());
      expect(params?.['bucket']).toBeGreaterThanOrEqual(1);
      expect(params?.['bucket']).toBeLessThanOrEqual(code === 'heldOut' ? 500 : 10_000);
    }
  });
});

describe('a change of weights', () => {
  const before = { arms: [arm('a', 1), arm('b', 1), arm('c', 1)], salt: 's' };

  it('moves contacts only into the arm that grew, and no more than its growth', () => {
    const moved = moves(before, { ...before, arms: [arm('a', 1), arm('b', 2), arm('c', 1)] });
    expect(Object.keys(moved).sort()).toEqual(['a>b', 'c>b']);
    expect((moved['a>b'] ?? 0) + (moved['c>b'] ?? 0)).toBeCloseTo(1 / 2 - 1 / 3, 1.7);
  });

  it('by one factor for all moves nobody', () => {
    expect(moves(before, { ...before, arms: [arm('a', 7), arm('b', 7), arm('c', 7)] })).toEqual({});
  });

  it('that only reorders or renames arms moves nobody', () => {
    expect(
      moves(before, { ...before, arms: [arm('c', 1), { ...arm('a', 1), label: 'New name' }, arm('b', 1)] }),
    ).toEqual({});
  });

  it('that adds an arm moves contacts only into it', () => {
    const moved = moves(before, { ...before, arms: [...before.arms, arm('d', 1)] });
    expect(Object.keys(moved).sort()).toEqual(['a>d', 'b>d', 'c>d']);
    expect(Object.values(moved).reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.25, 1.7);
  });

  it('that removes an arm moves only its own contacts', () => {
    expect(Object.keys(moves(before, { ...before, arms: [arm('a', 1), arm('b', 1)] })).sort()).toEqual(['c>a', 'c>b']);
  });

  it('of the holdout moves contacts only into it or only out of it', () => {
    const held = (percent: number) => ({ ...before, holdout: { percent } });
    expect(Object.keys(moves(held(5), held(20))).sort()).toEqual(['a>holdout', 'b>holdout', 'c>holdout']);
    expect(Object.keys(moves(held(20), held(5))).sort()).toEqual(['holdout>a', 'holdout>b', 'holdout>c']);
  });
});

describe('the config', () => {
  it('has a way out for each arm, and one for the holdout when there is one', () => {
    expect(split.outcomes({ arms: [arm('a', 1), arm('b', 1)] })).toEqual(['a', 'b']);
    expect(split.outcomes({ arms: [arm('a', 1), arm('b', 1)], holdout: { percent: 5 } })).toEqual([
      'a',
      'b',
      'holdout',
    ]);
  });

  it.each([
    [{ arms: [arm('a', 1)] }, /"Arms" needs at least 2/],
    [{ arms: Array.from({ length: 11 }, (_, i) => arm(`a${i}`, 1)) }, /"Arms" may have at most 10/],
    [{ arms: [arm('a', 0), arm('b', 1)] }, /"Weight" must be at least 1/],
    [{ arms: [arm('a', 0.5), arm('b', 1)] }, /"Weight" must be a whole number/],
    [{ arms: [arm('a', 1), arm('a', 1)] }, /Two ways out have the id "a"/],
    [{ arms: [arm('holdout', 1), arm('b', 1)], holdout: { percent: 5 } }, /"holdout"/],
    [{ arms: [arm('a', 1), arm('b', 1)], holdout: { percent: 0 } }, /"Percent" must be more than 0/],
  ])('%j is refused with words', (config, words) => {
    expect(() => split.one(config, visit())).toThrow(words);
  });

  it('of a new node speaks the user’s language, and reads well on the card', () => {
    expect(summaryOf(manifest, defaultsOf(manifest, 'zh-CN'), 'zh-CN')).toBe('A 组、B 组');
    expect(summaryOf(manifest, { ...defaultsOf(manifest, 'en'), holdout: { percent: 5 } }, 'en')).toBe(
      'Arm A, Arm B; 5% held out',
    );
  });
});
