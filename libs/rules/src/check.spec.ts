import { describe, expect, it } from 'vitest';
import { checkCondition } from './check.js';
import type { Condition } from './condition.js';

const tag: Condition = { op: 'tag', tag: 'vip', is: 'present' };
const nested = (depth: number): unknown => (depth === 1 ? tag : { op: 'not', condition: nested(depth - 1) });
const codes = (condition: unknown): string[] =>
  checkCondition(condition, '/config').map(({ code, pointer }) => `${code} ${pointer}`);

const SOUND: readonly Condition[] = [
  { op: 'all', conditions: [] },
  { op: 'any', conditions: [tag, { op: 'not', condition: tag }] },
  { op: 'attribute', path: 'address.city', is: 'in', value: ['上海', 1, true] },
  { op: 'attribute', path: "it's 😀", is: 'exists' },
  { op: 'payload', path: 'amount', is: 'gte', value: 100 },
  { op: 'attribute', path: 'born', is: 'before', value: '2026-05-01T09:00:00+08:00' },
  {
    op: 'event', event: 'order', aggregate: 'sum', property: 'amount', is: 'gte', value: 1000,
    within: { amount: 30, unit: 'days' }, where: [{ op: 'payload', path: 'paid', is: 'eq', value: true }],
  },
]; // prettier-ignore

describe('checkCondition', () => {
  it.each(SOUND)('finds nothing wrong with %j', (condition) => {
    expect(checkCondition(condition, '')).toEqual([]);
  });

  it.each<[unknown, string[]]>([
    [null, ['condition.bad-shape /config']],
    ['vip', ['condition.bad-shape /config']],
    [[], ['condition.bad-shape /config']],
    [{}, ['condition.unknown-op /config/op']],
    [{ op: 'sql' }, ['condition.unknown-op /config/op']],
    [{ op: 'all' }, ['condition.bad-group /config/conditions']],
    [{ op: 'any', conditions: [tag, 3] }, ['condition.bad-shape /config/conditions/1']],
    [{ op: 'not' }, ['condition.bad-shape /config/condition']],
    [{ op: 'tag', tag: '', is: 'present' }, ['condition.missing-name /config/tag']],
    [{ op: 'tag', tag: 'x', is: 'there' }, ['condition.unknown-choice /config/is']],
    [{ op: 'attribute', path: '', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: 'a..b', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: 'a"b', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: 'a\\b', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: 'a\nb', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: '\ud800', is: 'exists' }, ['condition.bad-path /config/path']],
    [{ op: 'attribute', path: 'a', is: 'like', value: 'x' }, ['condition.unknown-choice /config/is']],
    [{ op: 'attribute', path: 'a', is: 'eq' }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'eq', value: null }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'eq', value: NaN }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'eq', value: 'a\0' }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'eq', value: '\ud83d' }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'eq', value: 'x'.repeat(1001) }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'gt', value: true }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'in', value: 'x' }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'in', value: [['x']] }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'contains', value: 5 }, ['condition.bad-value /config/value']],
    [{ op: 'attribute', path: 'a', is: 'before', value: '2026-02-30' }, ['condition.bad-value /config/value']],
    [
      { op: 'event', event: '', aggregate: 'median', is: 'in', value: '3', within: { amount: 0, unit: 'days' } },
      [
        'condition.missing-name /config/event',
        'condition.unknown-choice /config/aggregate',
        'condition.unknown-choice /config/is',
        'condition.bad-value /config/value',
        'condition.bad-path /config/property',
        'condition.bad-span /config/within',
      ],
    ],
    [
      { op: 'event', event: 'order', aggregate: 'count', is: 'gte', value: 1, where: [tag] },
      ['condition.bad-filter /config/where/0'],
    ],
  ])('%j', (condition, wanted) => {
    expect(codes(condition)).toEqual(wanted);
  });

  it('goes 16 levels deep and no deeper', () => {
    expect(checkCondition(nested(16), '')).toEqual([]);
    expect(checkCondition(nested(17), '').map(({ code }) => code)).toEqual(['condition.too-deep']);
    expect(checkCondition(nested(5_000), '')).toHaveLength(1);
  });

  it('counts 200 conditions, filters included, and says it once', () => {
    const many = (count: number): unknown => ({ op: 'all', conditions: Array.from({ length: count }, () => tag) });
    expect(checkCondition(many(199), '')).toEqual([]);
    expect(codes(many(100_000))).toEqual(['condition.too-many /config/conditions/199']);
  });

  it('speaks both languages', () => {
    for (const { message, severity } of checkCondition({ op: 'tag', tag: '', is: '?' }, '')) {
      expect(severity).toBe('error');
      expect(message.en).toMatch(/^[\x20-\x7e“”]+$/);
      expect(message['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
