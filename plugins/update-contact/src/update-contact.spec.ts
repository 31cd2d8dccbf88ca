import { checkPluginManifest, summaryOf } from '@sojourn/plugin-sdk';
import type { JsonObject } from '@sojourn/plugin-sdk/engine';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const update = driver(manifest, node);

it('has a manifest in both languages', () => {
  expect(checkPluginManifest(plugin)).toEqual([]);
});

describe('an update', () => {
  it('sets attributes of every type, clears some, adds and removes tags, in one change', () => {
    const config: JsonObject = {
      set: [
        { attribute: 'level', type: 'text', value: 'gold' },
        { attribute: 'points', type: 'number', value: 12.5 },
        { attribute: 'member', type: 'boolean', value: true },
        { attribute: 'welcomedAt', type: 'now' },
        { attribute: 'lastTotal', type: 'event', property: 'order.total' },
      ],
      unset: ['trial'],
      addTags: ['vip'],
      removeTags: ['newcomer'],
    };
    const decision = update.one(
      config,
      visit()
        .at('2026-03-01T09:00', 'Asia/Shanghai')
        .enteredBy(event('order', { order: { total: 88 } })),
    );
    expect(decision).toEqual({
      item: 0,
      do: 'to',
      outcome: 'done',
      patch: {
        set: { level: 'gold', points: 12.5, member: true, welcomedAt: '2026-03-01T01:00:00.000Z', lastTotal: 88 },
        unset: ['trial'],
        addTags: ['vip'],
        removeTags: ['newcomer'],
      },
      why: { code: 'updated', params: { changes: 8 } },
    });
  });

  it('leaves an attribute alone when the event has no value for it, and says so', () => {
    const config = { set: [{ attribute: 'city', type: 'event', property: 'address.city' }], addTags: ['seen'] };
    const why = { code: 'partly', params: { changes: 1, missing: 'address.city' } };
    for (const one of [
      visit(),
      visit().enteredBy(event('order', { address: {} })),
      visit().enteredBy(event('order', { address: 'x' })),
    ]) {
      expect(update.one(config, one)).toMatchObject({ patch: { addTags: ['seen'] }, why });
    }
  });

  it('follows only what the event itself holds', () => {
    const config = { set: [{ attribute: 'x', type: 'event', property: 'constructor.name' }] };
    expect(update.one(config, visit().enteredBy(event('order', {})))).toMatchObject({ why: { code: 'partly' } });
  });

  it('lets the later instruction win: cleared after set, removed after added, the second value of two', () => {
    const config = {
      set: [
        { attribute: 'a', type: 'text', value: 'one' },
        { attribute: 'a', type: 'text', value: 'two' },
        { attribute: 'b', type: 'text', value: 'x' },
      ],
      unset: ['b'],
      addTags: ['t', 'u'],
      removeTags: ['t'],
    };
    expect(update.one(config, visit())).toMatchObject({
      patch: { set: { a: 'two' }, unset: ['b'], addTags: ['u'], removeTags: ['t'] },
    });
  });

  it('that says nothing changes nothing and lets the contact through', () => {
    expect(update.one({}, visit())).toEqual({
      item: 0,
      do: 'to',
      outcome: 'done',
      why: { code: 'updated', params: { changes: 0 } },
    });
  });

  it('reads nothing of the contact', () => {
    expect(update.reads({ set: [{ attribute: 'a', type: 'now' }] }).attributes.size).toBe(0);
  });
});

it.each([
  [{ set: [{ attribute: 'a.b', type: 'text', value: 'x' }] }, /"Attribute" must be a name without dots/],
  [{ set: [{ attribute: 'a', type: 'text' }] }, /"Text" is missing/],
  [{ set: [{ attribute: 'a', type: 'number', value: '5' }] }, /"Number" must be a number/],
  [{ set: [{ attribute: 'a', type: 'magic' }] }, /"type" must be one of: text, number, boolean, now, event/],
  [{ addTags: [' vip'] }, /must be a tag of 1 to 64 characters/],
  [{ addTags: ['a', 'a'] }, /"Add tags" lists the same value twice/],
])('refuses the config %j with words', (config, words) => {
  expect(() => update.one(config, visit())).toThrow(words);
});

it('reads well on the card in both languages', () => {
  expect(summaryOf(manifest, { set: [{ attribute: 'level', type: 'text', value: 'gold' }] }, 'en')).toBe('Set level');
  expect(summaryOf(manifest, { addTags: ['vip', 'spring'] }, 'zh-CN')).toBe('打标签 vip、spring');
});
