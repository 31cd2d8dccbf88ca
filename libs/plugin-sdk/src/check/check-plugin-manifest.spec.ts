import { describe, expect, it } from 'vitest';
import type { Capability } from '../capability.js';
import type { NodeSpec } from '../node-spec.js';
import type { PluginManifest } from '../plugin-manifest.js';
import { sampleNode, samplePlugin } from '../sample.fixture.js';
import { checkPluginManifest } from './check-plugin-manifest.js';
import { compareVersions, supports } from './versions.js';

const found = (manifest: unknown): string[] =>
  checkPluginManifest(manifest).map(({ code, pointer }) => `${code} ${pointer}`);
const faults = (change: object): string[] => found({ ...samplePlugin, ...change });
const nodeFaults = (change: object, more: object = {}): string[] =>
  faults({ nodes: [{ ...sampleNode, ...change }], ...more });
const config = (properties: object): object => ({
  config: { type: 'object', properties },
  defaults: {},
  defaultTexts: {},
  dynamicOutcomes: [],
  outcomes: [{ id: 'else', label: sampleNode.title }],
  data: { reads: ['attributes.*', 'tags', 'event', 'timeZone', 'events.x'] },
  summary: sampleNode.title,
  summaries: [],
});
const reason = sampleNode.title;
const http: Capability = { kind: 'http', hosts: ['api.acme.test'], methods: ['GET'], paths: ['/v1/*'], reason };
const outcome = (id: string, role?: string) => ({ id, label: sampleNode.title, ...(role && { role }) });

it('finds nothing wrong with a good one', () => {
  expect(checkPluginManifest(samplePlugin)).toEqual([]);
});

it('answers issues, and never throws, for what is no manifest at all', () => {
  for (const nonsense of [undefined, null, 1, 'x', [], {}, { id: {} }, { ...samplePlugin, nodes: [null] }])
    expect(checkPluginManifest(nonsense).length).toBeGreaterThan(0);
});

it('never throws, whatever stands anywhere in a manifest', { timeout: 60_000 }, () => {
  const whole = { ...samplePlugin, nodes: [{ ...sampleNode, ...config({ a: { oneOf: [{ title: 'x' }], items: {}, 'x-options': { name: 'a', dependsOn: ['/a'] } } }), data: sampleNode.data }] }; // prettier-ignore
  const text = JSON.stringify(whole);
  const junk = [null, 0, 'x', '/a/b', [], {}, [null], true];
  const paths = pathsOf(whole);
  const runs = process.env['SOJOURN_TEST_LONG'] === '1' ? paths.length * junk.length : 400;
  for (let run = 0; run < runs; run++) {
    const changed = JSON.parse(text) as object;
    const path = paths[(run * 7_919) % paths.length]!;
    // The first of its kind would be the manifest itself.
    put(changed, path, junk[Math.floor(run / 3 + run / paths.length) % junk.length]);
    expect(() => checkPluginManifest(changed), path.join('/')).not.toThrow();
  }
});

it('is not led astray by depth, size or what is no JSON', () => {
  const deep = (levels: number): object => (levels === 0 ? {} : { properties: { a: deep(levels - 1) } });
  expect(nodeFaults({ config: deep(2_000) })).toEqual([expect.stringMatching(/^manifest\.nested /)]);
  expect(faults({ texts: { a: { en: 'x'.repeat(600_000), 'zh-CN': '甲' } } })).toEqual(['manifest.too-large ']);
  const circle: Record<string, unknown> = { ...samplePlugin };
  circle['self'] = circle;
  expect(found(circle)).toHaveLength(1);
});

it('says every fault in both languages', () => {
  const broken = { ...samplePlugin, version: 'x', sdk: 'y', capabilities: [http], nodes: [{ ...sampleNode, kind: 'action', inputs: 0 }] }; // prettier-ignore
  const issues = checkPluginManifest(broken);
  expect(issues.length).toBeGreaterThan(5);
  for (const { message } of issues) expect(message['zh-CN']).toMatch(/\p{Script=Han}/u);
});

it.each([
  ['a plugin without a publisher', { id: 'weather' }, 'manifest.pattern /id'],
  ['a title in one language', { title: { en: 'Wait' } }, 'manifest.required /title/zh-CN'],
  ['one language only', { locales: ['en'] }, 'manifest.items /locales'],
  ['an icon outside of the package', { icons: { light: '../x.svg', dark: 'a.svg' } }, 'manifest.pattern /icons/light'],
  ['a field it does not know', { postinstall: 'x' }, 'manifest.unknown-field /postinstall'],
  ['no version', { version: '1.0' }, 'manifest.version /version'],
  ['no range', { sdk: 'latest!' }, 'manifest.range /sdk'],
  ['an address as a host', { capabilities: [{ ...http, hosts: ['10.0.0.1'] }] }, 'manifest.pattern /capabilities/0/hosts/0'], // prettier-ignore
  ['a bare star as a host', { capabilities: [{ ...http, hosts: ['*'] }] }, 'manifest.pattern /capabilities/0/hosts/0'],
  ['a star within a path', { capabilities: [{ ...http, paths: ['/a/*/b'] }] }, 'manifest.pattern /capabilities/0/paths/0'], // prettier-ignore
  ['a reason in one language', { capabilities: [{ ...http, reason: { en: 'x' } }] }, 'manifest.required /capabilities/0/reason/zh-CN'], // prettier-ignore
  ['code without a bundle', { main: undefined }, 'manifest.code /main'],
  ['two nodes of one type', { nodes: [sampleNode, sampleNode] }, 'manifest.code /nodes/1/type'],
  ['what no node needs', { capabilities: [...samplePlugin.capabilities!, http] }, 'manifest.needless /capabilities/1'],
  ['texts with different holes', { texts: { a: { en: '{x}', 'zh-CN': '{y}' } } }, 'manifest.holes-differ /texts/a'],
])('refuses %s', (_, change, fault) => {
  expect(faults(change)).toContain(fault);
});

describe('the form of a node', () => {
  it('has both languages in every text', () => {
    const texts = (field: object): string[] => nodeFaults(config({ a: field }), { capabilities: undefined }).filter((one) => !one.startsWith('manifest.undeclared')); // prettier-ignore
    const at = '/nodes/0/config/properties/a';
    expect(texts({ type: 'string', title: 'A' })).toEqual([`manifest.untranslated ${at}/title`]);
    expect(texts({ type: 'string' })).toEqual([`manifest.untitled ${at}`]);
    expect(texts({ enum: [1, 2], title: 'A', 'x-enumNames': ['a', 'b'], 'x-zh-CN': { title: '甲', enumNames: ['一'] } })).toEqual([`manifest.enum-names ${at}`]); // prettier-ignore
    const list = {
      type: 'array',
      title: 'A',
      'x-zh-CN': { title: '甲' },
      items: { type: 'object', properties: { b: {} } },
    };
    expect(texts(list)).toEqual([`manifest.untitled ${at}/items/properties/b`]);
  });

  it('has defaults that meet its schema', () => {
    expect(nodeFaults({ defaults: { arms: [], mode: 'warp' }, defaultTexts: {} })).toEqual(['manifest.defaults.choice /nodes/0/defaults/mode']); // prettier-ignore
    expect(nodeFaults({ defaults: { arms: [{ id: 'else' }], mode: 'slow' }, defaultTexts: {} })).toEqual(['config.duplicate-outcome /nodes/0/defaults/arms/0/id']); // prettier-ignore
    expect(nodeFaults({ defaultTexts: { '/arms/7/label': sampleNode.title } })).toEqual(['manifest.unknown-field /nodes/0/defaultTexts/~1arms~17~1label']); // prettier-ignore
    expect(nodeFaults({ config: { ...sampleNode.config, required: 'all' } })).toContain('manifest.defaults.bad-schema /nodes/0/config'); // prettier-ignore
  });

  it('has pointers that lead to fields', () => {
    const data = { reads: [], readsFromConfig: { conditions: ['/arms/*/what'], attributes: ['/colour'] } };
    expect(
      nodeFaults({ data })
        .filter((one) => one.startsWith('manifest.unknown'))
        .sort(),
    ).toEqual([
      'manifest.unknown-field /nodes/0/data/readsFromConfig/attributes/0',
      'manifest.unknown-field /nodes/0/data/readsFromConfig/conditions/0',
    ]);
    expect(nodeFaults({ summary: { en: 'For {/nobody}', 'zh-CN': '给 {/nobody}' } })).toEqual(['manifest.unknown-field /nodes/0/summary']); // prettier-ignore
    expect(nodeFaults({ summary: { en: 'For {mode}', 'zh-CN': '给 {mode}' } })).toEqual(['manifest.unknown-field /nodes/0/summary']); // prettier-ignore
    const [list] = sampleNode.dynamicOutcomes ?? [];
    expect(nodeFaults({ dynamicOutcomes: [{ ...list!, label: 'nobody' }] })).toEqual(['manifest.unknown-field /nodes/0/dynamicOutcomes/0/label']); // prettier-ignore
    expect(nodeFaults({ config: { type: 'string' } })).toEqual(['manifest.choice /nodes/0/config/type']);
    expect(nodeFaults({ summary: { en: 'For {/mode}', 'zh-CN': '给' } })).toEqual(['manifest.holes-differ /nodes/0/summary']); // prettier-ignore
  });

  it('has patterns that stay quick, and refers to nothing elsewhere', () => {
    const pattern = (one: string): string[] => nodeFaults(config({ a: { type: 'string', title: 'A', 'x-zh-CN': { title: '甲' }, pattern: one } })).filter((fault) => fault.includes('wild')); // prettier-ignore
    for (const tame of [
      '^[a-z]{1,9}$',
      '^https?://[^\\s/]+$',
      '^(a|b)?c$',
      '^\\(+\\)[(+*]$',
      '^(?:[a-z]+)$',
      '^[^@\\s]+@[^@\\s]+\\.[a-z]+$',
      'a{2}b{1,3}',
      '^(\\d{3}-)?\\d{8}$',
    ])
      expect(pattern(tame), tame).toEqual([]);
    for (const wild of [
      '(a+)+$',
      '^(a|aa)+$',
      '((a{1,9})b)*',
      '^a*a*a*a*$',
      '(?:a*){2,}',
      '^(([a-z])+.)+[A-Z]',
      '^(a?){50}a{50}$',
      'a+$',
      '^(a{9}){9}$',
      `^${'a?'.repeat(30)}${'a'.repeat(30)}$`,
      `^${'(a|a)'.repeat(40)}$`,
      `^${'a{0,9}'.repeat(20)}$`,
    ])
      expect(pattern(wild), wild).toHaveLength(1);
    const title = { title: 'A', 'x-zh-CN': { title: '甲' } };
    // A field may be called like a keyword, and is looked into all the same.
    expect(nodeFaults(config({ enum: { ...title, type: 'string', pattern: '(a+)+' } })).join()).toContain(
      'wild-pattern',
    );
    expect(nodeFaults(config({ $ref: { ...title, type: 'string' } })).join()).not.toContain('manifest.reference');
    for (const change of [{ $async: true }, { $id: 'urn:sojourn:plugin:1' }, { if: { $dynamicRef: '#x' } }])
      expect(nodeFaults({ config: { ...sampleNode.config, ...change } }).join()).toContain('manifest.reference');
    expect(nodeFaults(config({ a: { $ref: '#/x', title: 'A', 'x-zh-CN': { title: '甲' } } })).join()).toContain('manifest.reference'); // prettier-ignore
  });

  it('has the functions it needs', () => {
    expect(nodeFaults({ typeVersion: 2 })).toEqual(['manifest.code /nodes/0/hooks']);
    const options = { a: { type: 'string', title: 'A', 'x-zh-CN': { title: '甲' }, 'x-options': { name: 'a', dependsOn: ['/none'] } } }; // prettier-ignore
    expect(nodeFaults(config(options)).filter((one) => !/needless|undeclared/.test(one))).toEqual([
      'manifest.code /nodes/0/hooks',
      'manifest.unknown-field /nodes/0/config',
    ]);
  });
});

describe('what a kind promises', () => {
  const as = (kind: string, change: object = {}): string[] =>
    nodeFaults({ kind, ...change }).filter((one) => one.startsWith('manifest.kind'));
  const both = { outcomes: [outcome('else', 'success'), outcome('no', 'failure')] };
  const sends = (kind: string) => ({ effects: { kind, idempotency: 'keyed', dryRun: 'outcome', dryOutcome: 'else' } });

  it('an action, a channel and a reward succeed or fail', () => {
    expect(as('action')).toEqual(['manifest.kind /nodes/0/outcomes', 'manifest.kind /nodes/0/outcomes']);
    expect(as('action', both)).toEqual([]);
    expect(as('channel', both)).toEqual(['manifest.kind /nodes/0/effects/kind']);
    expect(as('channel', { ...both, ...sends('message') })).toEqual([]);
    expect(as('reward', { ...both, ...sends('reward') })).toEqual([]);
    expect(as('reward', { ...both, effects: { ...sends('reward').effects, idempotency: 'none' } })).toHaveLength(1);
  });

  it('a split changes nothing, a wait waits', () => {
    expect(as('split', { effects: { kind: 'contact', idempotency: 'pure', dryRun: 'run' } })).toHaveLength(1);
    expect(as('wait', { waits: false })).toEqual(['manifest.kind /nodes/0/waits']);
  });

  it('an exit has no way out; a trigger no way in, and brings events', () => {
    expect(as('exit')).toEqual(['manifest.kind /nodes/0/outcomes']);
    const none = { outcomes: [], dynamicOutcomes: [], waits: false };
    expect(as('trigger', none)).toEqual(['/inputs', '/hooks', '/uses'].map((at) => `manifest.kind /nodes/0${at}`));
    expect(as('trigger', { ...none, inputs: 0, hooks: ['poll'], uses: ['events.emit'] })).toEqual([]);
    expect(as('split', { inputs: 0, hooks: ['receive'] })).toHaveLength(2);
  });

  it('effects are what they say', () => {
    const effects = (change: object): string[] => nodeFaults({ effects: { ...sampleNode.effects, ...change } }).filter((one) => one.includes('effects')); // prettier-ignore
    expect(effects({ idempotency: 'none' })).toHaveLength(2);
    expect(effects({ dryRun: 'outcome' })).toEqual(['manifest.effects /nodes/0/effects/dryOutcome']);
    expect(effects({ dryRun: 'preview' })).toEqual(['manifest.effects /nodes/0/effects/dryRun']);
    expect(nodeFaults({ errors: ['lost'] })).toEqual(['manifest.wordless-reason /nodes/0/errors/0']);
    const twice = { outcomes: [...sampleNode.outcomes, outcome('else')] };
    expect(nodeFaults(twice)).toEqual(['manifest.duplicate-outcome /nodes/0/outcomes/1/id']);
  });
});

describe('capabilities', () => {
  it('cover what the nodes read and write, and no more', () => {
    const reading = (reads: string[], fields: string[]) => nodeFaults({ data: { reads }, ...plain }, { capabilities: [{ kind: 'contacts.read', fields, reason }] }); // prettier-ignore
    const plain = { dynamicOutcomes: [], outcomes: [outcome('else')] };
    expect(reading(['email', 'attributes.city'], ['email', 'attributes.*'])).toEqual([]);
    expect(reading(['email', 'phone'], ['email'])).toEqual(['manifest.undeclared /nodes/0/data/reads']);
    expect(reading(['email'], ['email', 'phone'])).toEqual(['manifest.needless /capabilities/0/fields/1']);
    expect(nodeFaults({ uses: ['kv'] })).toEqual(['manifest.undeclared /nodes/0/uses']);
    const writing = { kind: 'transform', effects: { ...sampleNode.effects, kind: 'contact' }, data: { ...sampleNode.data, writes: ['tags.vip'] } }; // prettier-ignore
    expect(nodeFaults(writing)).toEqual(['manifest.undeclared /nodes/0/data/writes']);
  });

  const spec: Partial<NodeSpec> = {
    kind: 'action',
    uses: ['http'],
    outcomes: [
      { ...outcome('ok'), role: 'success' },
      { ...outcome('no'), role: 'failure' },
    ],
    declarative: {
      request: { method: 'GET', url: 'https://api.acme.test/v1/{{ config.mode }}', credential: 'key' },
      outcomes: [{ status: '2xx', outcome: 'ok', why: 'went' }],
    },
  };
  const credentials: PluginManifest['credentials'] = [
    {
      name: 'key',
      title: reason,
      fields: {
        type: 'object',
        properties: { token: { type: 'string', title: 'Token', 'x-zh-CN': { title: '令牌' } } },
      },
      inject: { headers: { authorization: 'Bearer {token}' } },
      hosts: ['api.acme.test'],
      test: { method: 'GET', url: 'https://api.acme.test/v1/me' },
    },
  ];
  const calling = (node: object, more: object = {}) =>
    nodeFaults({ ...spec, ...node }, { main: undefined, capabilities: [...samplePlugin.capabilities!, http], credentials, ...more }); // prettier-ignore

  it('cover the request of a node without code, whose table leads somewhere', () => {
    expect(calling({})).toEqual([]);
    const request = { ...spec.declarative!.request, url: 'https://other.test/v1/x' };
    expect(calling({ declarative: { ...spec.declarative, request } })).toEqual(['manifest.undeclared /nodes/0/declarative/request/url']); // prettier-ignore
    const table = [{ status: '2xx', outcome: 'lost', why: 'odd', set: { level: 'level' } }];
    expect(calling({ declarative: { ...spec.declarative, outcomes: table } })).toEqual([
      'manifest.unknown-outcome /nodes/0/declarative/outcomes/0/outcome',
      'manifest.wordless-reason /nodes/0/declarative/outcomes/0/why',
      'manifest.undeclared-write /nodes/0/declarative/outcomes/0/set',
    ]);
    const holes = { ...spec.declarative!.request, headers: { a: '{{ contact.email }} {{ config.none }} {{ at }}' } };
    expect(calling({ declarative: { ...spec.declarative, request: holes } })).toEqual([
      'manifest.unknown-hole /nodes/0/declarative/request/headers/a',
      'manifest.unknown-hole /nodes/0/declarative/request/headers/a',
    ]);
    const host = { ...spec.declarative!.request, url: 'https://{{ config.mode }}.acme.test/' };
    expect(calling({ declarative: { ...spec.declarative, request: host } })).toContain('manifest.pattern /nodes/0/declarative/request/url'); // prettier-ignore
  });

  it('cover where credentials go', () => {
    const [key] = credentials;
    expect(calling({}, { credentials: [] })).toEqual(['manifest.credential /nodes/0/declarative/request/credential']);
    expect(calling({}, { credentials: [{ ...key, hosts: ['other.test'], test: undefined }] })).toEqual(['manifest.undeclared /credentials/0/hosts']); // prettier-ignore
    expect(calling({}, { credentials: [{ ...key, inject: { query: { k: '{secret}' } } }] })).toEqual(['manifest.credential /credentials/0/inject']); // prettier-ignore
    expect(calling({}, { credentials: [{ ...key, test: { method: 'GET', url: 'https://evil.test/' } }] })).toEqual(['manifest.credential /credentials/0/test/url']); // prettier-ignore
  });
});

it('knows which product and contract a plugin is for', () => {
  expect(supports({ sdk: '^1.0.0', product: '>=0.1.0 <2' }, { product: '0.5.0' })).toBe('ok');
  expect(supports({ sdk: '^2.0.0', product: '*' }, { product: '0.5.0' })).toBe('sdk');
  expect(supports({ sdk: '1.x', product: '^1.0.0' }, { product: '0.5.0' })).toBe('product');
  expect(compareVersions('1.9.0', '1.10.0')).toBe(-1);
});

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const own = path.length > 0 ? [path] : [];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function put(into: object, path: readonly string[], value: unknown): void {
  const last = path
    .slice(0, -1)
    .reduce((at, step) => at[step] as Record<string, unknown>, into as Record<string, unknown>);
  last[path.at(-1)!] = value;
}
