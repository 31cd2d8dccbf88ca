import { describe as group, expect, it } from 'vitest';
import type { Condition } from './condition.js';
import { describe } from './describe.js';

const order = { op: 'event', event: 'order', aggregate: 'count' } as const;

group('describe', () => {
  it.each<[Condition, string, string]>([
    [{ op: 'all', conditions: [] }, 'everyone', '所有人'],
    [{ op: 'tag', tag: 'vip', is: 'present' }, 'has the tag “vip”', '带有标签“vip”'],
    [{ op: 'attribute', path: 'city', is: 'eq', value: '上海' }, 'city is “上海”', 'city 等于 “上海”'],
    [{ op: 'attribute', path: 'age', is: 'missing' }, 'age is unknown', 'age 为空'],
    [{ op: 'attribute', path: 'vip', is: 'eq', value: true }, 'vip is yes', 'vip 等于 是'],
    [
      { op: 'attribute', path: 'sku', is: 'in', value: [1, 2, 3, 4, 5, 6, 7] },
      'sku is one of 1, 2, 3, 4, 5 and 2 more',
      'sku 属于 1、2、3、4、5等（另有 2 项）',
    ],
    [
      { op: 'payload', path: 'amount', is: 'gte', value: 100 },
      'the event’s amount is at least 100',
      '事件的 amount 大于等于 100',
    ],
    [{ ...order, is: 'gte', value: 1 }, 'did “order”', '发生过“order”'],
    [
      { ...order, is: 'eq', value: 0, within: { amount: 30, unit: 'days' } },
      'never did “order” in the last 30 days',
      '最近 30 天内从未发生“order”',
    ],
    [
      {
        ...order,
        is: 'gte',
        value: 3,
        within: { amount: 1, unit: 'weeks' },
        where: [{ op: 'payload', path: 'paid', is: 'eq', value: true }],
      },
      'did “order” at least 3 times in the last week where paid is yes',
      '最近 1 周内发生“order”（paid 等于 是）的次数不少于 3',
    ],
    [
      { ...order, aggregate: 'sum', property: 'amount', is: 'gte', value: 1000 },
      'the sum of amount over “order” is at least 1000',
      '“order”的 amount 总和不少于 1000',
    ],
    [
      {
        op: 'all',
        conditions: [
          { op: 'tag', tag: 'vip', is: 'absent' },
          {
            op: 'any',
            conditions: [
              { ...order, is: 'gt', value: 0 },
              { op: 'attribute', path: 'age', is: 'lt', value: 30 },
            ],
          },
        ],
      },
      'does not have the tag “vip” and (did “order” or age is below 30)',
      '没有标签“vip”，且（发生过“order”，或age 小于 30）',
    ],
    [
      { op: 'not', condition: { op: 'tag', tag: 'vip', is: 'present' } },
      'not (has the tag “vip”)',
      '不满足（带有标签“vip”）',
    ],
  ])('%j', (condition, en, zh) => {
    expect(describe(condition, 'en')).toBe(en);
    expect(describe(condition, 'zh-CN')).toBe(zh);
  });
});
