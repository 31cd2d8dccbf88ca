import { describe, expect, it } from 'vitest';
import type { Condition } from '@sojourn/rules';
import type { Decision } from '../decision.js';
import { defineNode } from '../node.js';
import type { Item } from '../item.js';
import { sample } from '../sample.fixture.js';
import { driver, event, local, visit } from '../testing.js';

const config = { arms: [{ id: 'a' }], mode: 'slow' };
/** A decision without its item's key. */
type Verdict = Decision extends infer One ? (One extends { item: number } ? Omit<One, 'item'> : never) : never;
const answering = (answer: (item: Item) => Verdict) =>
  driver(
    sample,
    defineNode({ execute: (_, { items }) => items.map((item) => ({ item: item.key, ...answer(item) }) as Decision) }),
  );

describe('the driver of plugin specs', () => {
  it('hands out local times, zones and declared attributes only', () => {
    const seen: Item[] = [];
    const node = answering((one) => (seen.push(one), { do: 'to', outcome: 'a' }));
    node.one(
      config,
      visit().at('2026-03-01T09:00', 'Europe/London').withAttributes({ city: 'Bath', secret: 1 }).withTags('vip'),
    );
    expect(seen[0]).toMatchObject({
      at: local('2026-03-01T09:00', 'Europe/London'),
      arrivedAt: local('2026-03-01T09:00', 'Europe/London'),
      timeZone: 'Europe/London',
    });
    expect(seen[0]?.contact).toMatchObject({ attributes: { city: 'Bath' }, tags: [] });
  });

  it('hands out the past as far back as declared, oldest first', () => {
    const past = [
      event('opened', { n: 2 }, '2026-02-28T12:00'),
      event('opened', { n: 1 }, '2026-02-28T09:30'),
      event('opened', {}, '2026-02-28T08:59'),
      event('bought', {}, '2026-03-01T08:00'),
    ];
    const seen: unknown[] = [];
    const node = answering(
      (one) => (
        seen.push(...one.history('opened').map(({ properties }) => properties['n']), ...one.history('bought')),
        { do: 'to', outcome: 'a' }
      ),
    );
    node.one(
      { arms: [{ id: 'a', event: 'opened' }], mode: 'fast', span: { amount: 1, unit: 'days' } },
      visit().history(past),
    );
    expect(seen).toEqual([1, 2]);
  });

  it('asks conditions with the real rules', () => {
    const when: Condition = {
      op: 'all',
      conditions: [
        { op: 'attribute', path: 'city', is: 'eq', value: 'Bath' },
        { op: 'payload', path: 'total', is: 'gt', value: 5 },
      ],
    };
    const node = answering((one) => ({ do: 'to', outcome: one.meets(when) ? 'a' : 'else' }));
    const at = visit().withAttributes({ city: 'Bath' });
    expect(
      node.table(config, {
        rich: at.enteredBy(event('order', { total: 6 })),
        poor: at.enteredBy(event('order', { total: 5 })),
        none: at,
      }),
    ).toEqual({ rich: 'a', poor: 'else', none: 'else' });
  });

  it('goes on after a wait, with what it kept, at the moment it waited for', () => {
    const node = answering((one) =>
      one.wake.kind === 'timer'
        ? { do: 'to', outcome: String(one.memory) }
        : { do: 'wait', until: one.at + 60_000, memory: 'a' },
    );
    const arrival = visit().at('2026-03-01T09:00');
    const first = node.one(config, arrival);
    expect(node.table(config, { ana: arrival })).toEqual({ ana: 'wait until 2026-03-01T09:01' });
    const later = arrival.keeping(first).wokenByTimer();
    expect(later.written).toMatchObject({ at: local('2026-03-01T09:01'), arrivedAt: local('2026-03-01T09:00') });
    expect(node.one(config, later)).toEqual({ item: 0, do: 'to', outcome: 'a' });
  });

  it.each<[string, Verdict | null, RegExp]>([
    ['an outcome that is not declared', { do: 'to', outcome: 'lost' }, /leaves by "lost"/],
    ['a reason without words', { do: 'to', outcome: 'a', why: { code: 'odd' } }, /no words/],
    ['a reason with an empty hole', { do: 'to', outcome: 'a', why: { code: 'went' } }, /lacks the value of \{way\}/],
    [
      'an effect without permission',
      { do: 'to', outcome: 'a', effects: [{ kind: 'mint', collection: 'c', mintId: 1 }] },
      /emits "mint"/,
    ],
    ['a request without permission', { do: 'ask', ask: { kind: 'coupon.issue', pool: 'p' } }, /asks "coupon.issue"/],
    ['a wait until no moment', { do: 'wait', until: NaN }, /no moment/],
    ['a memory that is too large', { do: 'wait', memory: 'x'.repeat(600) }, /512 characters/],
  ])('refuses %s', (_, decision, words) => {
    expect(() => answering(() => decision as Verdict).one(config, visit())).toThrow(words);
  });

  it('refuses a node that forgets a contact, and a config that breaks the schema', () => {
    expect(() => driver(sample, defineNode({ execute: () => [] })).one(config, visit())).toThrow(
      /did not answer item 0/,
    );
    expect(() => answering(() => ({ do: 'drop' })).one({ mode: 'warp' }, visit())).toThrow(
      /breaks the manifest: .*"Arms" is missing/,
    );
  });
});
