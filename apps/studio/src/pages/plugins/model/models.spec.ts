import i18next, { type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../api/plugins.js';
import { resources } from '../../../i18n/resources.js';
import { capabilityWords, partWords } from './capability-words.js';
import { diffLines, valueText } from './config-diff.js';
import { csvOf } from './csv.js';
import { asksLess, asksMore } from './difference.js';
import { fingerprint } from './fingerprint.js';
import { isGranted, keyOf, keysOf, narrowed, NOTHING_UNTICKED, tick, untickedBy } from './narrowing.js';

const all = resources();
async function words(language: 'en' | 'zh-CN'): Promise<TFunction> {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    resources: all,
    ns: Object.keys(all.en),
    defaultNS: 'studio',
    interpolation: { escapeValue: false },
  });
  return i18n.t;
}
const reason = { en: 'Because', 'zh-CN': '因为' };
const http: Capability = {
  kind: 'http',
  hosts: ['api.acme.test', '*.cdn.acme.test'],
  methods: ['GET', 'POST'],
  paths: ['/v1/*'],
  reason,
};
const reads: Capability = { kind: 'contacts.read', fields: ['email', 'attributes.city'], reason };
const coupons: Capability = { kind: 'coupons', reason };

describe('capabilities in words', () => {
  it('are a sentence about hosts and what is done there', async () => {
    expect(capabilityWords(await words('en'), http)).toBe(
      'Calls api.acme.test, *.cdn.acme.test over the network: fetches data, sends data',
    );
    expect(capabilityWords(await words('zh-CN'), http)).toBe(
      '通过网络访问 api.acme.test、*.cdn.acme.test：读取数据、发送数据',
    );
  });

  it('name fields as people do, and never show a key', async () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const t = await words(language);
      const every: Capability[] = [
        http,
        reads,
        coupons,
        { kind: 'contacts.write', fields: ['attributes.*', 'tags.vip', 'tags.*'], reason },
        { kind: 'messages.send', channels: ['email', 'sms', 'own'], perContactPerDay: 2, reason },
        { kind: 'kv', scopes: ['workspace', 'contact', 'node'], quotaKb: 2048, reason },
        { kind: 'events.emit', names: ['rain_came'], reason },
        { kind: 'collectibles', reason },
        { kind: 'scripts', reason },
        { kind: 'webhooks', reason },
      ];
      for (const one of every) {
        const text = capabilityWords(t, one);
        expect(text).not.toMatch(/\{\{|plugins:|may\.|undefined/);
        expect(text.length).toBeGreaterThan(5);
      }
      for (const field of [
        'email',
        'phone',
        'externalId',
        'language',
        'timeZone',
        'tags',
        'event',
        'variables.x',
        'variables.*',
        'events.paid',
      ])
        // prettier-ignore
        expect(partWords(t, reads, field)).not.toMatch(/field\.|\{\{/);
    }
  });
});

describe('narrowing', () => {
  const asked = [http, reads, coupons];

  it('grants all where nothing was unticked', () => {
    expect(narrowed(asked, NOTHING_UNTICKED)).toEqual(asked);
  });

  it('leaves out what was unticked, and a capability of which nothing is left', () => {
    const off = tick(NOTHING_UNTICKED, [keyOf(0, 'api.acme.test'), ...keysOf(reads, 1), keyOf(2)], false);
    expect(narrowed(asked, off)).toEqual([{ ...http, hosts: ['*.cdn.acme.test'] }]);
    expect(narrowed(asked, tick(off, [...off], true))).toEqual(asked);
  });

  it('reads a grant of before back into ticks', () => {
    const granted = narrowed(asked, tick(NOTHING_UNTICKED, [keyOf(1, 'email'), keyOf(2)], false));
    expect([...untickedBy(asked, granted)].sort()).toEqual([keyOf(1, 'email'), keyOf(2)]);
  });

  it('knows what a star stands for, and what it does not', () => {
    const hosts = [{ ...http, hosts: ['*.acme.test'] }];
    expect(isGranted(hosts, http, 'api.acme.test')).toBe(true);
    expect(isGranted(hosts, http, '*.eu.acme.test')).toBe(true);
    expect(isGranted(hosts, http, 'acme.test')).toBe(false);
    expect(isGranted(hosts, http, 'evilacme.test')).toBe(false);
    expect(isGranted(hosts, { ...http, methods: ['DELETE'] }, 'api.acme.test')).toBe(false);
    expect(isGranted(hosts, { ...http, paths: ['/v2/*'] }, 'api.acme.test')).toBe(false);
    expect(isGranted(hosts, { ...http, paths: ['/v1/orders/*'] }, 'api.acme.test')).toBe(true);
    const fields = [{ ...reads, fields: ['attributes.*'] }];
    expect(isGranted(fields, reads, 'attributes.city')).toBe(true);
    expect(isGranted(fields, reads, 'email')).toBe(false);
    expect(isGranted([{ ...reads, fields: ['attributes.city'] }], reads, 'attributes.cityName')).toBe(false);
  });
});

describe('what an upgrade asks more', () => {
  it('is only the new parts', () => {
    const next: Capability[] = [
      { ...http, hosts: [...http.hosts, 'track.example'] },
      { ...reads, fields: ['email'] },
      { kind: 'scripts', reason },
    ];
    expect(asksMore(next, [http, reads, coupons])).toEqual([
      { ...http, hosts: ['track.example'] },
      { kind: 'scripts', reason },
    ]);
    expect(asksLess(next, [http, reads, coupons])).toEqual([{ ...reads, fields: ['attributes.city'] }, coupons]);
  });

  it('counts another method, a wider path, a higher cap', () => {
    expect(asksMore([{ ...http, methods: ['GET', 'DELETE'] }], [http])).toHaveLength(1);
    expect(asksMore([{ ...http, paths: ['/*'] }], [http])).toHaveLength(1);
    expect(asksMore([{ ...http, paths: ['/v1/days'] }], [http])).toEqual([]);
    const send = { kind: 'messages.send', channels: ['sms'], perContactPerDay: 1, reason } as const;
    expect(asksMore([{ ...send, perContactPerDay: 9 }], [send])).toHaveLength(1);
  });
});

describe('the difference of a config', () => {
  const schema = {
    properties: {
      city: { title: 'City', 'x-zh-CN': { title: '城市' } },
      days: { title: 'Days', items: { properties: { name: { title: 'Name' } } } },
    },
  };

  it('names settings, says what happened to them and puts losses first', () => {
    const lines = diffLines(
      [
        { pointer: '/city', before: 'Paris', after: 'Lyon' },
        { pointer: '/days/0/name', before: 'x' },
        { pointer: '/new', after: 3 },
      ],
      [{ pointer: '/days', message: { en: 'Days are gone', 'zh-CN': '已无天数' } }, { pointer: '/gone' }],
      [undefined, schema],
      'en',
    );
    expect(lines.map(({ name, kind, lossy }) => [name, kind, lossy])).toEqual([
      ['Days › 1 › Name', 'removed', true],
      ['/gone', 'removed', true],
      ['City', 'changed', false],
      ['/new', 'added', false],
    ]);
    expect(diffLines([{ pointer: '/city', after: 1 }], [], [schema], 'zh-CN')[0]?.name).toBe('城市');
  });

  it('tells every loss once: several of one setting together, one of all settings on a line of its own', () => {
    const told = (en: string) => ({ en, 'zh-CN': en });
    const lossy = [
      { pointer: '/city', message: told('One') },
      { pointer: '/city', message: told('Two') },
      { pointer: '/gone', message: told('Three') },
      { pointer: '/gone', message: told('Four') },
      { pointer: '', message: told('All') },
    ];
    const changes = [
      { pointer: '/city', before: 'Paris' },
      { pointer: '/new', after: 3 },
    ];
    const lines = diffLines(changes, lossy, [schema], 'en');
    expect(lines.map(({ pointer, lossy: isLoss, why }) => [pointer, isLoss, why])).toEqual([
      ['/city', true, 'One Two'],
      ['/gone', true, 'Three Four'],
      ['', true, 'All'],
      ['/new', false, undefined],
    ]);
  });

  it('calls one of a few values what its form calls it', () => {
    const units = {
      enum: ['metric', 'imperial'],
      'x-enumNames': ['Metric', 'Imperial'],
      'x-zh-CN': { enumNames: ['公制', '英制'] },
    };
    const change = [{ pointer: '/units', before: 'nautical', after: 'metric' }];
    const read = (language: 'en' | 'zh-CN') => diffLines(change, [], [{ properties: { units } }], language)[0];
    expect(read('en')).toMatchObject({ before: 'nautical', after: 'Metric' });
    expect(read('zh-CN')).toMatchObject({ before: 'nautical', after: '公制' });
  });

  it('cuts long values', () => {
    expect(valueText('a'.repeat(500))).toHaveLength(120);
    expect(valueText({ a: 1 })).toBe('{"a":1}');
    expect(valueText(undefined)).toBeUndefined();
  });
});

describe('a table for a spreadsheet', () => {
  it('keeps formulas texts and quotes what must be quoted', () => {
    expect(csvOf([['=1+1', '-2', '@x', '+3', 'a,b', 'say "hi"', 'two\nlines', -5]])).toBe(
      '\uFEFF\'=1+1,\'-2,\'@x,\'+3,"a,b","say ""hi""","two\nlines",-5\r\n',
    );
  });
});

it('reads a fingerprint in groups', () => {
  expect(fingerprint('3f2a9c01aa55bb66')).toBe('3f2a 9c01 aa55 bb66');
});
