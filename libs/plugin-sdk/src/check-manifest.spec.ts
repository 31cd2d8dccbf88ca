import { describe, expect, it } from 'vitest';
import { checkManifest } from './check-manifest.js';
import type { Manifest } from './manifest.js';
import { sample } from './sample.fixture.js';

const faults = (change: object): string[] =>
  checkManifest({ ...sample, ...change }).map(({ code, pointer }) => `${code} ${pointer}`);
const config = (properties: object): object => ({
  config: { type: 'object', properties },
  defaults: {},
  defaultTexts: {},
  outcomes: [],
  reads: {},
  summary: sample.title,
  summaries: [],
});

describe('checkManifest', () => {
  it('finds nothing wrong with a good one', () => {
    expect(checkManifest(sample)).toEqual([]);
  });

  it('answers issues, and never throws, for what is no manifest at all', () => {
    for (const nonsense of [undefined, null, 1, 'x', [], {}, { name: {} }])
      expect(checkManifest(nonsense).length).toBeGreaterThan(0);
  });

  it.each([
    ['a name in capitals', { name: 'Wait' }, 'manifest.pattern /name'],
    ['a title in one language', { title: { en: 'Wait' } }, 'manifest.required /title/zh-CN'],
    ['an unknown category', { category: 'magic' }, 'manifest.choice /category'],
    ['a filled icon', { icon: 'ClockCircleFilled' }, 'manifest.pattern /icon'],
    ['no word on waiting', { waits: undefined }, 'manifest.required /waits'],
    ['an unknown field', { colour: 'red' }, 'manifest.unknown-field /colour'],
    ['an outcome without a label', { outcomes: [{ id: 'a' }] }, 'manifest.required /outcomes/0/label'],
  ])('refuses %s', (_, change, fault) => {
    expect(faults(change)).toContain(fault);
  });

  it('asks for both languages in every text of the form', () => {
    expect(faults(config({ a: { type: 'string', title: 'A' } }))).toEqual([
      'manifest.untranslated /config/properties/a/title',
    ]);
    expect(faults(config({ a: { type: 'string' } }))).toEqual(['manifest.untitled /config/properties/a']);
    expect(faults(config({ a: { type: 'string', title: 'A', description: 'B', 'x-zh-CN': { title: '甲' } } }))).toEqual(
      ['manifest.untranslated /config/properties/a/description'],
    );
    expect(
      faults(
        config({
          a: { enum: [1, 2], title: 'A', 'x-enumNames': ['one', 'two'], 'x-zh-CN': { title: '甲', enumNames: ['一'] } },
        }),
      ),
    ).toEqual(['manifest.enum-names /config/properties/a']);
    expect(
      faults(
        config({
          a: {
            type: 'array',
            title: 'A',
            'x-zh-CN': { title: '甲' },
            items: { type: 'object', properties: { b: {} } },
          },
        }),
      ),
    ).toEqual(['manifest.untitled /config/properties/a/items/properties/b']);
  });

  it('asks for the same holes in both languages', () => {
    expect(faults({ reasons: { went: { en: 'By {way}', 'zh-CN': '走 {路}' } } })).toEqual([
      'manifest.holes-differ /reasons/went',
    ]);
  });

  it('asks for defaults that meet the schema', () => {
    expect(faults({ defaults: { arms: [], mode: 'warp' }, defaultTexts: {} })).toEqual([
      'manifest.defaults.choice /defaults/mode',
    ]);
    expect(faults({ defaults: { arms: [{ id: 'else' }], mode: 'slow' }, defaultTexts: {} })).toEqual([
      'config.duplicate-outcome /defaults/arms/0/id',
    ]);
    expect(faults({ defaultTexts: { '/arms/7/label': sample.title } })).toEqual([
      'manifest.unknown-field /defaultTexts/~1arms~17~1label',
    ]);
  });

  it('finds pointers that lead to no field', () => {
    expect(faults({ reads: { conditionsAt: ['/arms/*/what'], attributesAt: ['/colour'] } })).toEqual([
      'manifest.unknown-field /reads/attributesAt/0',
      'manifest.unknown-field /reads/conditionsAt/0',
    ]);
    expect(faults({ summary: { en: 'For {/nobody}', 'zh-CN': '给 {/nobody}' } })).toEqual([
      'manifest.unknown-field /summary',
    ]);
  });

  it('finds an outcome declared twice', () => {
    const twice: Manifest['outcomes'] = [...sample.outcomes, { id: 'else', label: sample.title }];
    expect(faults({ outcomes: twice })).toEqual(['manifest.duplicate-outcome /outcomes/2/id']);
  });

  it('finds a config schema that is broken itself', () => {
    expect(faults({ config: { ...sample.config, required: 'all' } })).toContain(
      'manifest.defaults.bad-schema /defaults',
    );
  });
});
