import type { JsonObject } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import { catalogueOf, nodeTypeOf } from './node-type.js';
import { sample } from './sample.fixture.js';

const type = nodeTypeOf(sample);
const vip: JsonObject = {
  op: 'all',
  conditions: [
    { op: 'tag', tag: 'vip', is: 'present' },
    { op: 'event', event: 'order', aggregate: 'count', is: 'gt', value: 1 },
  ],
};

describe('a node type made of a manifest', () => {
  it('has one outcome for each item, then the fixed ones whose condition holds', () => {
    expect(type.outcomes({ arms: [{ id: 'a', label: '老客' }, { id: 'b' }], mode: 'fast' })).toEqual([
      { id: 'a', label: { en: '老客', 'zh-CN': '老客' }, tone: 'good' },
      { id: 'b', label: { en: 'b', 'zh-CN': 'b' }, tone: 'good' },
    ]);
    expect(type.outcomes({ arms: [], mode: 'slow' }).map(({ id }) => id)).toEqual(['else']);
  });

  it('marks the outcomes that a run may leave by without having waited', () => {
    const ways = type.outcomes({ arms: [{ id: 'a' }], mode: 'slow', span: { amount: 1, unit: 'days' } });
    expect(ways.map(({ id, immediate }) => [id, immediate])).toEqual([
      ['a', true],
      ['else', true],
    ]);
  });

  it('reads half-filled drafts without complaint', () => {
    for (const config of [
      {},
      { arms: null },
      { arms: [null, 1, {}, { id: '' }] },
      { arms: { a: 1 } },
      { arms: [{ when: { op: 'guess' } }] },
    ]) {
      expect(type.outcomes(config as JsonObject)).toEqual([]);
      expect(type.reads(config as JsonObject).events.size).toBe(0);
      expect(() => type.check?.(config as JsonObject)).not.toThrow();
    }
  });

  it('reads what it declares: fields, fields named in the config, and what the conditions ask', () => {
    const reads = type.reads({ arms: [{ id: 'a', when: vip }], mode: 'fast', field: 'birthday' });
    expect([...reads.attributes].sort()).toEqual(['birthday', 'city']);
    expect(reads.tags).toBe(true);
    expect(reads.events).toEqual(new Map([['order', Infinity]]));
  });

  it('reads an event only as far back as the span says, and not at all without one', () => {
    const arms = [
      { id: 'a', event: 'opened' },
      { id: 'b', event: 'clicked' },
    ];
    expect(type.reads({ arms, mode: 'fast' }).events.size).toBe(0);
    expect(type.reads({ arms, mode: 'fast', span: { amount: 2, unit: 'days' } }).events).toEqual(
      new Map([
        ['opened', 172_800_000],
        ['clicked', 172_800_000],
      ]),
    );
  });

  it('stands for all attributes with a star', () => {
    const all = nodeTypeOf({ ...sample, reads: { attributes: 'all' } });
    expect(all.reads({}).attributes).toEqual(new Set(['*']));
  });

  it('finds conditions that cannot be read and outcomes of the same id', () => {
    const issues =
      type.check?.({ arms: [{ id: 'x', when: { op: 'guess' } }, { id: 'x' }, { id: 'else' }], mode: 'slow' }) ?? [];
    expect(issues.map(({ code, pointer }) => [code.split('.')[0], pointer.slice(0, 7)])).toEqual([
      ['condition', '/arms/0'],
      ['config', '/arms/1'],
      ['config', '/arms/2'],
    ]);
  });

  it('is found in a catalogue by its name', () => {
    expect(catalogueOf([sample]).get('sample')?.waits).toBe(true);
    expect(catalogueOf([sample]).get('constructor')).toBeUndefined();
  });
});
