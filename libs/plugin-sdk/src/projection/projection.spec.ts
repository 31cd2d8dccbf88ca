import fc from 'fast-check';
import type { JsonObject } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../manifest.js';
import type { Item } from '../item.js';
import { sample } from '../sample.fixture.js';
import { itemFrom } from './item-from.js';
import { narrowProjection } from './narrow-projection.js';
import { partOf } from './names.js';
import { project } from './project.js';
import { projectionOf } from './projection.js';

const event = (type: string, occurredAt: number) => ({ id: occurredAt, type, occurredAt, properties: { of: type } });
const whole: Item = itemFrom({
  key: 3,
  runId: 7,
  visit: 1,
  at: 10_000,
  arrivedAt: 9_000,
  timeZone: 'Asia/Shanghai',
  contact: {
    id: 5,
    externalId: 'u5',
    email: 'ana@example.test',
    phone: '+86',
    language: 'zh-CN',
    attributes: { city: 'Suzhou', secret: 1, address: { city: 'Suzhou', street: 'x' } },
    tags: ['vip'],
  },
  entryEvent: event('order', 8_000),
  variables: { coupon: { code: 'A' }, other: 1 },
  wake: { kind: 'event', subscription: 's', event: event('bought', 10_000) },
  memory: 'kept',
  history: { order: [event('order', 8_000)], opened: [event('opened', 1)] },
});
const reading = (reads: Manifest['reads']): Manifest => ({ ...sample, reads });
const crossing = (reads: Manifest['reads'], config: JsonObject = {}) =>
  project(whole, projectionOf(reading(reads), config));

describe('what crosses into a node', () => {
  it('is nothing of the contact but its number when nothing is declared', () => {
    expect(crossing({})).toEqual({
      key: 3,
      runId: 7,
      visit: 1,
      at: 10_000,
      arrivedAt: 9_000,
      timeZone: 'UTC',
      contact: { id: 5, attributes: {}, tags: [] },
      variables: {},
      wake: { kind: 'event', subscription: 's', event: { ...event('bought', 10_000), properties: {} } },
      memory: 'kept',
      history: {},
    });
  });

  it('is each field that is declared, alone', () => {
    expect(crossing({ identities: ['email', 'timeZone'] })).toMatchObject({
      timeZone: 'Asia/Shanghai',
      contact: { id: 5, email: 'ana@example.test', attributes: {}, tags: [] },
    });
    expect(crossing({ attributes: ['city', 'address.city'] }).contact.attributes).toEqual({
      city: 'Suzhou',
      address: { city: 'Suzhou' },
    });
    expect(crossing({ tags: true }).contact.tags).toEqual(['vip']);
    expect(crossing({ variables: ['coupon'] }).variables).toEqual({ coupon: { code: 'A' } });
    expect(crossing({ event: true }).entryEvent).toMatchObject({ type: 'order' });
    expect(crossing({ events: ['opened'] }).history).toEqual({ opened: [event('opened', 1)] });
    expect(crossing({ events: ['bought'] }).wake).toMatchObject({ event: { properties: { of: 'bought' } } });
  });

  it('follows the config where the manifest says so', () => {
    expect(crossing({ attributesAt: ['/field'] }, { field: 'city' }).contact.attributes).toEqual({ city: 'Suzhou' });
    const payload = { op: 'payload', path: 'of', is: 'eq', value: 'order' };
    expect(crossing({ conditionsAt: ['/if'] }, { if: payload }).entryEvent).toMatchObject({ type: 'order' });
    const span = { event: 'order', span: { amount: 1, unit: 'seconds' } };
    expect(crossing({ eventsAt: [{ at: '/event', withinAt: '/span' }] }, span).history).toEqual({});
    expect(crossing({ eventsAt: [{ at: '/event', withinAt: '/none' }] }, { event: 'bought' }).wake).toMatchObject({
      event: { properties: { of: 'bought' } },
    });
  });

  it('is no more than a grant lets through', () => {
    const manifest = reading({
      identities: ['email', 'phone'],
      attributes: 'all',
      tags: true,
      variables: ['coupon', 'other'],
      event: true,
      events: ['order', 'opened'],
    });
    const fields = ['email', 'attributes.address.city', 'variables.coupon', 'events.opened'];
    const granted = [{ kind: 'contacts.read' as const, fields, reason: { en: 'r', 'zh-CN': '因' } }];
    expect(project(whole, narrowProjection(projectionOf(manifest, {}), granted))).toEqual({
      ...crossing({}),
      contact: { id: 5, email: 'ana@example.test', attributes: { address: { city: 'Suzhou' } }, tags: [] },
      variables: { coupon: { code: 'A' } },
      history: { opened: [event('opened', 1)] },
    });
    expect(project(whole, narrowProjection(projectionOf(manifest, {}), []))).toEqual(crossing({}));
  });

  it('is the same item again on the other side, whatever JSON does to it', () => {
    const manifest = reading({ attributes: 'all', tags: true, variables: 'all', event: true, events: ['order'] });
    const data = project(whole, projectionOf(manifest, {}));
    const item = itemFrom(JSON.parse(JSON.stringify(data)) as typeof data);
    expect(project(item, projectionOf(manifest, {}))).toEqual(data);
    expect(item.meets({ op: 'attribute', path: 'address.city', is: 'eq', value: 'Suzhou' })).toBe(true);
    expect([item.history('order').length, item.history('toString').length]).toEqual([1, 0]);
    expect(item.sticky('s')).toBe(whole.sticky('s'));
  });
});

it('a part holds nothing that its names do not, for any object and names', () => {
  const name = fc.constantFrom('a', 'b', 'a.b', 'a.b.c', '__proto__', 'toString', 'b.a');
  const object = fc.object({
    key: fc.constantFrom('a', 'b', 'c', '__proto__'),
    maxDepth: 3,
  }) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(object, fc.uniqueArray(name), (given, names) => {
      const before = JSON.stringify(given);
      const part = partOf(given, new Set(names));
      expect(JSON.stringify(given)).toBe(before);
      for (const path of leavesOf(part))
        expect(names.some((one) => path === one || path.startsWith(`${one}.`))).toBe(true);
    }),
  );
});

function leavesOf(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return path.length > 0 ? [path.join('.')] : [];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}
