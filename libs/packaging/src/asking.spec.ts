import type { Capability, NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { carriedOver, narrowed } from './capabilities.js';
import { asksMore, diffManifests } from './diff-manifests.js';
import { isVersionRaised, leastVersion } from './version-step.js';
import { riskOf } from './risk.js';
import { sampleManifest as sample, sampleNode as node } from './sample.fixture.js';

const reason = { en: 'Because', 'zh-CN': '因为' };
const http = (own: Partial<Extract<Capability, { kind: 'http' }>> = {}): Capability => ({ kind: 'http', hosts: ['api.acme.test'], methods: ['GET'], paths: ['/v1/*'], reason, ...own }); // prettier-ignore
const withNode = (own: Partial<NodeSpec>): PluginManifest => ({ ...sample, nodes: [{ ...node, ...own }] });
const withField = (own: object): PluginManifest =>
  withNode({ config: { ...node.config, ...own } as NodeSpec['config'] });

describe('a grant', () => {
  const requested = [
    ...(sample.capabilities ?? []),
    { kind: 'kv', scopes: ['workspace'], quotaKb: 100, reason } as const,
  ];
  it('may be narrower, and keeps the reason that was given', () =>
    expect(narrowed(requested, [http({ reason: { en: 'Mine', 'zh-CN': 'x' } })])).toEqual({
      granted: [http({ reason: sample.capabilities![0]!.reason })],
    }));
  it.each([
    ['another host', http({ hosts: ['evil.test'] })],
    ['another method', http({ methods: ['DELETE'] })],
    ['another path', http({ paths: ['/*'] })],
    ['a larger store', { kind: 'kv', scopes: ['workspace'], quotaKb: 101, reason } as const],
    ['another kind', { kind: 'coupons', reason } as const],
  ])('may not have %s', (_what, one) => expect(narrowed(requested, [one])).toEqual({ tooMuch: one }));
  it('is carried over as it was narrowed, and new things are left out', () => {
    const was = [http({ hosts: ['a.test', 'b.test'] })];
    const granted = [http({ hosts: ['a.test'] })];
    expect(carriedOver(was, granted, was)).toEqual(granted);
    expect(carriedOver(was, was, was)).toEqual(was);
    expect(carriedOver(was, [], [...was, { kind: 'coupons', reason }])).toEqual([]);
  });
});

describe('the class of a change', () => {
  it.each<[string, PluginManifest, string]>([
    ['nothing', sample, 'patch'],
    ['a title', { ...sample, title: { en: 'Skies', 'zh-CN': '天空' } }, 'patch'],
    ['a summary', withNode({ summary: { en: 'S', 'zh-CN': 'S' } }), 'patch'],
    ['a node more', { ...sample, nodes: [node, { ...node, type: 'other' }] }, 'minor'],
    ['a node less', { ...sample, nodes: [{ ...node, type: 'other' }] }, 'major'],
    ['an outcome more', withNode({ outcomes: [...node.outcomes, { id: 'wet', label: reason }] }), 'minor'],
    ['an outcome less', withNode({ outcomes: node.outcomes.slice(1) }), 'major'],
    ['an outcome with another role', withNode({ outcomes: [{ ...node.outcomes[0]!, role: 'skip' }, node.outcomes[1]!] }), 'major'], // prettier-ignore
    ['a field more', withField({ properties: { city: { type: 'string', maxLength: 50, title: 'City', 'x-zh-CN': { title: '城市' } }, days: { type: 'integer' } } }), 'minor'], // prettier-ignore
    ['a required field more', withField({ properties: { city: { type: 'string', maxLength: 50, title: 'City', 'x-zh-CN': { title: '城市' } }, days: { type: 'integer' } }, required: ['city', 'days'] }), 'major'], // prettier-ignore
    ['a field less', withField({ properties: {} }), 'major'],
    ['a field of another type', withField({ properties: { city: { type: 'integer', maxLength: 50, title: 'City', 'x-zh-CN': { title: '城市' } } } }), 'major'], // prettier-ignore
    [
      'a tighter bound',
      withField({
        properties: { city: { type: 'string', maxLength: 20, title: 'City', 'x-zh-CN': { title: '城市' } } },
      }),
      'major',
    ],
    [
      'a wider bound',
      withField({
        properties: { city: { type: 'string', maxLength: 90, title: 'City', 'x-zh-CN': { title: '城市' } } },
      }),
      'minor',
    ],
    [
      'another label',
      withField({
        properties: { city: { type: 'string', maxLength: 50, title: 'Town', 'x-zh-CN': { title: '城市' } } },
      }),
      'patch',
    ],
    ['a new type version', withNode({ typeVersion: 2 }), 'major'],
    ['more data', withNode({ data: { reads: ['attributes.city', 'email'] } }), 'major'],
    ['less data', withNode({ data: { reads: [] } }), 'minor'],
    ['writing', withNode({ data: { ...node.data, writes: ['tags.wet'] } }), 'major'],
    ['another host', { ...sample, capabilities: [...sample.capabilities!, http({ hosts: ['x.test'] })] }, 'major'],
    ['fewer hosts', { ...sample, capabilities: [http()] }, 'minor'],
    ['a credential', { ...sample, credentials: [{ name: 'key', title: reason, fields: {}, inject: {}, hosts: [] }] }, 'major'], // prettier-ignore
  ])('%s', (_what, after, kind) => {
    const found = diffManifests(sample, { ...after, version: '9.0.0' });
    expect(found.class, JSON.stringify(found.changes)).toBe(kind);
    expect(found.changes.every(({ words }) => words.en && words['zh-CN'])).toBe(true);
  });

  it('decides how far the version must go', () => {
    expect(isVersionRaised('1.2.3', '2.0.0', 'major')).toBe(true);
    expect(isVersionRaised('1.2.3', '1.3.0', 'major')).toBe(false);
    expect(isVersionRaised('1.2.3', '1.3.0', 'minor')).toBe(true);
    expect(isVersionRaised('1.2.3', '1.2.4', 'minor')).toBe(false);
    expect(isVersionRaised('1.2.3', '1.2.4', 'patch')).toBe(true);
    expect(isVersionRaised('1.2.3', '1.2.3', 'patch')).toBe(false);
    expect(isVersionRaised('0.2.3', '0.3.0', 'major')).toBe(true);
    expect(isVersionRaised('0.2.3', '0.2.4', 'minor')).toBe(true);
    expect(isVersionRaised('1.2.3', '2.0.0-rc.1', 'major')).toBe(true);
    expect(isVersionRaised('2.0.0-rc.1', '2.0.0-rc.2', 'major')).toBe(true);
    expect(isVersionRaised('2.0.0-rc.1', '2.0.0', 'major')).toBe(true);
    expect(isVersionRaised('1.3.0-rc.1', '1.3.0', 'major')).toBe(false);
    expect(isVersionRaised('1.3.0-rc.1', '1.3.0', 'minor')).toBe(true);
    expect(isVersionRaised('1.3.0', '1.3.0-rc.1', 'patch')).toBe(false);
    expect(['major', 'minor', 'patch'].map((kind) => leastVersion('1.4.2', kind as 'major'))).toEqual(['2.0.0', '1.5.0', '1.4.3']); // prettier-ignore
    expect(['major', 'minor', 'patch'].map((kind) => leastVersion('0.4.2', kind as 'major'))).toEqual(['0.5.0', '0.4.3', '0.4.3']); // prettier-ignore
    expect(leastVersion('1.3.0-rc.1', 'minor')).toBe('1.3.0');
  });

  it('asking for more is what a consent of before does not cover', () => {
    expect(asksMore(sample, { ...sample, version: '2.0.0', nodes: [{ ...node, typeVersion: 2 }] })).toEqual([]);
    expect(asksMore(sample, { ...sample, capabilities: [http()] })).toEqual([]);
    expect(asksMore(sample, withNode({ data: { reads: ['email'] } }))).toHaveLength(1);
    expect(asksMore({ ...sample, capabilities: [] }, sample)).toHaveLength(sample.capabilities!.length);
  });
});

describe('the risk', () => {
  const bare: PluginManifest = {
    ...sample,
    capabilities: [],
    nodes: [{ ...node, data: { reads: ['attributes.city'] } }],
  };
  it.each<[string, PluginManifest, string]>([
    ['a plain split', bare, 'low'],
    ['one that calls out', sample, 'medium'],
    [
      'one that calls out with an e-mail address',
      { ...sample, nodes: [{ ...node, data: { reads: ['email'] } }] },
      'high',
    ],
    ['one that keeps to itself with it', { ...bare, nodes: [{ ...node, data: { reads: ['email'] } }] }, 'medium'],
    ['one that sends', { ...bare, capabilities: [{ kind: 'messages.send', channels: ['sms'], perContactPerDay: 1, reason }] }, 'high'], // prettier-ignore
    ['one that writes one tag', { ...bare, nodes: [{ ...node, data: { reads: [], writes: ['tags.wet'] } }] }, 'medium'],
    [
      'one that writes anything',
      { ...bare, nodes: [{ ...node, data: { reads: [], writes: ['attributes.*'] } }] },
      'high',
    ],
  ])('of %s', (_what, manifest, level) => {
    const risk = riskOf(manifest);
    expect(risk.level).toBe(level);
    expect(risk.reasons.length).toBeGreaterThan(0);
  });

  it('is told in words of both languages, never in names of fields', () => {
    const reads = ['email', 'attributes.vip', 'events.Order Paid', 'attributes.*'];
    const { reasons } = riskOf({ ...sample, nodes: [{ ...node, data: { reads, writes: ['attributes.weather'] } }] });
    expect(reasons.map(({ en }) => en)).toEqual([
      'It sees personal data (all attributes, e-mail address, history of “Order Paid”) and can send it to api.acme.test, *.eu.acme.test.',
      'It changes attribute “weather” of your contacts.',
    ]);
    expect(reasons.map((one) => one['zh-CN'])).toEqual([
      '可读取个人信息（全部属性、邮箱地址、“Order Paid”的历史）并发送到 api.acme.test、*.eu.acme.test。',
      '会修改客户的属性“weather”。',
    ]);
  });
});
