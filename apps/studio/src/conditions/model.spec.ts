import type { Condition } from '@sojourn/rules';
import { describe, expect, it } from 'vitest';
import {
  append,
  blank,
  change,
  comparators,
  fitValue,
  isComplete,
  kindOf,
  rowCount,
  toCondition,
  toGroup,
} from './model.js';

const vip: Condition = { op: 'tag', tag: 'vip', is: 'present' };
const adult: Condition = { op: 'attribute', path: 'age', is: 'gte', value: 18 };
const bought: Condition = { op: 'event', event: 'order_paid', aggregate: 'count', is: 'gte', value: 2 };

describe('a condition seen as groups', () => {
  it.each<[string, Condition]>([
    ['all of', { op: 'all', conditions: [vip, adult] }],
    ['any of', { op: 'any', conditions: [vip, { op: 'all', conditions: [adult, bought] }] }],
    ['none of', { op: 'not', condition: { op: 'any', conditions: [vip, bought] } }],
    ['empty', { op: 'all', conditions: [] }],
  ])('%s comes back unchanged', (_, condition) => {
    expect(toCondition(toGroup(condition))).toEqual(condition);
  });

  it('a single row stands in a group of its own', () => {
    expect(toGroup(vip)).toEqual({ mode: 'all', items: [vip] });
  });

  it('nothing yet is an empty "all"', () => {
    expect(toGroup(undefined)).toEqual({ mode: 'all', items: [] });
  });

  it('every denial becomes "none of", with the same meaning', () => {
    expect(toCondition(toGroup({ op: 'not', condition: vip }))).toEqual({
      op: 'not',
      condition: { op: 'any', conditions: [vip] },
    });
    expect(toCondition(toGroup({ op: 'not', condition: { op: 'all', conditions: [vip, adult] } }))).toEqual({
      op: 'not',
      condition: { op: 'any', conditions: [{ op: 'all', conditions: [vip, adult] }] },
    });
  });
});

describe('editing', () => {
  const root = toGroup({ op: 'all', conditions: [vip, { op: 'any', conditions: [adult, bought] }] });

  it('changes the row at a path and nothing else', () => {
    const next = change(root, [1, 0], () => blank('tag'));
    expect(next.items[0]).toBe(root.items[0]);
    expect(toCondition(next)).toEqual({
      op: 'all',
      conditions: [vip, { op: 'any', conditions: [blank('tag'), bought] }],
    });
  });

  it('takes a row out', () => {
    expect(toCondition(change(root, [1, 1], () => undefined))).toEqual({
      op: 'all',
      conditions: [vip, { op: 'any', conditions: [adult] }],
    });
  });

  it('never takes the root out', () => {
    expect(change(root, [], () => undefined)).toBe(root);
  });

  it('appends to a group within', () => {
    expect(rowCount(append(root, [1], vip as never))).toBe(4);
  });
});

describe('values keep their kind', () => {
  it('the value at hand decides, then the sample', () => {
    expect(kindOf('18', 20)).toBe('text');
    expect(kindOf('', 20)).toBe('number');
    expect(kindOf([1, 2])).toBe('number');
    expect(kindOf(undefined, true)).toBe('boolean');
    expect(kindOf(undefined)).toBe('text');
  });

  it.each([
    ['18', 'gte', 'number', 18],
    ['abc', 'gte', 'number', 0],
    ['a', 'in', 'text', ['a']],
    [['a', 'b'], 'eq', 'text', 'a'],
    ['x', 'exists', 'text', undefined],
    [3, 'contains', 'text', '3'],
    ['true', 'eq', 'boolean', true],
  ] as const)('%j for %s as %s becomes %j', (value, is, kind, expected) => {
    expect(fitValue(value, is, kind)).toEqual(expected);
  });

  it('the comparator in use is always offered', () => {
    expect(comparators('boolean', 'gt')).toContain('gt');
  });
});

describe('completeness', () => {
  it('asks for every field that the engine needs', () => {
    expect(isComplete(blank('attribute'))).toBe(false);
    expect(isComplete({ op: 'attribute', path: 'city', is: 'exists' })).toBe(true);
    expect(isComplete({ op: 'event', event: 'order_paid', aggregate: 'sum', is: 'gte', value: 100 })).toBe(false);
    expect(
      isComplete({ op: 'event', event: 'order_paid', aggregate: 'sum', property: 'amount', is: 'gte', value: 100 }),
    ).toBe(true);
    expect(isComplete(toGroup({ op: 'all', conditions: [vip, { op: 'any', conditions: [adult] }] }))).toBe(true);
  });
});
