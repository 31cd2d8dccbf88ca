import { checkPluginManifest, summaryOf } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const segment = driver(manifest, node);
const gold = { id: 'gold', label: 'Gold', condition: { op: 'attribute', path: 'level', is: 'eq', value: 'gold' } };
const buyer = {
  id: 'buyer',
  label: 'Bought twice',
  condition: {
    op: 'event',
    event: 'order',
    within: { amount: 30, unit: 'days' },
    aggregate: 'count',
    is: 'gte',
    value: 2,
  },
};
const tagged = { id: 'tagged', label: 'Tagged', condition: { op: 'tag', tag: 'vip', is: 'present' } };
const config = { branches: [gold, buyer, tagged] };

it('has a manifest in both languages', () => {
  expect(checkPluginManifest(plugin)).toEqual([]);
});

describe('conditions', () => {
  it('are asked from top to bottom, the first that holds decides, everyone else leaves by "else"', () => {
    const twice = [event('order', {}, '2026-02-20T09:00'), event('order', {}, '2026-02-25T09:00')];
    expect(
      segment.table(config, {
        ana: visit().withAttributes({ level: 'gold' }).withTags('vip').history(twice),
        bo: visit().withAttributes({ level: 'silver' }).history(twice),
        cy: visit().withTags('vip'),
        di: visit().history([event('order', {}, '2026-01-01T09:00'), event('order', {}, '2026-02-25T09:00')]),
        ed: visit(),
      }),
    ).toEqual({ ana: 'gold', bo: 'buyer', cy: 'tagged', di: 'else', ed: 'else' });
  });

  it('are named in the reason', () => {
    expect(segment.one(config, visit().withTags('vip'))).toMatchObject({
      why: { code: 'matched', params: { branch: 'Tagged' } },
    });
    expect(segment.one(config, visit())).toMatchObject({ outcome: 'else', why: { code: 'else' } });
  });

  it('on "the event" ask about the one that let the run in', () => {
    const large = {
      branches: [{ id: 'large', label: 'Large', condition: { op: 'payload', path: 'total', is: 'gt', value: 99 } }],
    };
    expect(
      segment.table(large, {
        rich: visit().enteredBy(event('order', { total: 100 })),
        poor: visit().enteredBy(event('order', { total: 9 })),
        listed: visit(),
      }),
    ).toEqual({ rich: 'large', poor: 'else', listed: 'else' });
  });

  it('have a way out each, in the order drawn, and "else" comes last', () => {
    expect(segment.outcomes(config)).toEqual(['gold', 'buyer', 'tagged', 'else']);
  });

  it('say what is read: nothing else is loaded', () => {
    const reads = segment.reads(config);
    expect([...reads.attributes]).toEqual(['level']);
    expect(reads.tags).toBe(true);
    expect(reads.events).toEqual(new Map([['order', 30 * 86_400_000]]));
  });

  it('that cannot be read, and ids used twice, are refused with words', () => {
    expect(() => segment.one({ branches: [{ ...gold, condition: { op: 'guess' } }] }, visit())).toThrow(
      /no kind of condition called/,
    );
    expect(() => segment.one({ branches: [gold, gold] }, visit())).toThrow(/Two ways out have the id "gold"/);
    expect(() => segment.one({ branches: [{ ...gold, id: 'else' }] }, visit())).toThrow(/"else"/);
    expect(() => segment.one({ branches: [] }, visit())).toThrow(/"Branches" needs at least 1/);
  });
});

it('reads well on the card in both languages', () => {
  expect(summaryOf(manifest, config, 'en')).toBe('Gold, Bought twice, Tagged, else');
  expect(summaryOf(manifest, config, 'zh-CN')).toBe('Gold、Bought twice、Tagged、其他');
});
