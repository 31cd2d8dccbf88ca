import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { testDatabases } from '@sojourn/storage/testing';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

const at = { x: 0, y: 0 };
const SOURCE = `const spend = contact.attributes.spend ?? 0;
log('spend', spend);
return { outcome: spend >= 1000 ? 'high' : 'low', set: { tier: 'gold' }, tags: { add: ['seen'] }, variables: { spend } };`;
const OUTCOMES = [
  { id: 'high', label: 'High' },
  { id: 'low', label: 'Low' },
];

/** By event, past a coupon, to the script; and to it from the entry as well when `straight`. */
function drawing({
  straight = false,
  source = SOURCE,
  reads,
}: { straight?: boolean; source?: string; reads?: string[] } = {}): JourneyDocument {
  const config = { source, outcomes: OUTCOMES, timeoutMs: 250, memoryMb: 32, ...(reads && { reads }) };
  return {
    ...emptyDocument('Bought'),
    entry: {
      position: at,
      rules: [
        { id: 'bought', kind: 'event', event: 'Order Completed' },
        ...(straight ? [{ id: 'api', kind: 'api' } as const] : []),
      ],
      reentry: { mode: 'always' },
    },
    nodes: [
      { id: 'gift', type: 'coupon', config: { pool: 'Welcome' }, position: at },
      { id: 'judge', type: 'code', config, position: at },
      { id: 'label', type: 'update-contact', config: { set: [{ attribute: 'segmentName', type: 'text', value: 'x' }], unset: [], addTags: [], removeTags: [] }, position: at }, // prettier-ignore
    ],
    edges: [
      { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'label' },
      { id: 'e2', from: { node: 'label', outcome: 'done' }, to: 'gift' },
      { id: 'e3', from: { node: 'gift', outcome: 'issued' }, to: 'judge' },
      ...(straight ? [{ id: 'e4', from: { node: 'gift', outcome: 'soldOut' }, to: 'judge' }] : []),
    ],
  };
}

describe.each(testDatabases())('the workbench on $name', (db) => {
  let api: TestApi;
  let ids: Record<string, number>;
  let journey: number;

  const run = async (body: object, status = 200) =>
    (await api.owner.agent.post('/api/workbench/run').send(body).expect(status)).body;
  const script = (source: string, more: object = {}) => run({ script: { source, outcomes: OUTCOMES, ...more }, contacts: { newest: 10 } }); // prettier-ignore
  const typings = async (document?: object) =>
    (await api.owner.agent.post('/api/workbench/typings').send({ journey, node: 'judge', document }).expect(200)).body;

  beforeAll(async () => {
    api = await testApi(await db.open());
    const add = async (body: object): Promise<number> =>
      (await api.owner.agent.post('/api/contacts').send(body).expect(201)).body.id;
    ids = {
      ana: await add({ externalId: 'ana', name: 'Ana', email: 'ana@example.test', tags: ['vip'], attributes: { spend: 1500, address: { city: 'Hangzhou' }, 'odd name': true } }), // prettier-ignore
      bo: await add({ externalId: 'bo', attributes: { spend: 20 } }),
    };
    journey = (await api.owner.agent.post('/api/journeys').send({ name: 'J', document: drawing() }).expect(201)).body.id; // prettier-ignore
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  it('runs a script on the newest contacts, and writes nothing', async () => {
    const { contacts, totals } = await script(SOURCE);
    expect(contacts).toMatchObject([
      { id: ids['bo'], name: 'bo', outcome: 'low', log: ['spend 20'], output: { spend: 20 }, error: null },
      {
        id: ids['ana'],
        name: 'Ana',
        verb: 'to',
        outcome: 'high',
        changes: { set: { tier: 'gold' }, addTags: ['seen'], unset: [], removeTags: [] },
        log: ['spend 1500'],
      },
    ]);
    expect(totals).toMatchObject({ contacts: 2, errors: 0, outcomes: { high: 1, low: 1 } });
    expect(totals.usPerContact).toBeGreaterThan(0);
    const { body } = await api.owner.agent.get(`/api/contacts/${ids['ana']}`).expect(200);
    expect(body.tags).toEqual(['vip']);
    expect(body.attributes).not.toHaveProperty('tier');
  });

  it('says in which line a script fails, in both languages', async () => {
    const { contacts } = await script('log(1);\nconst x = 1;\nreturn nope.x;');
    expect(contacts[0]).toMatchObject({
      outcome: 'error',
      log: ['1'],
      error: { code: 'script-error', line: 3, message: { 'zh-CN': expect.stringContaining('脚本出错') } },
    });
    expect((await script("return { outcome: 'gold' }")).contacts[0].error).toMatchObject({ code: 'wrong-return' });
    expect((await script('for (;;);', { timeoutMs: 20 })).contacts[0].error).toMatchObject({ code: 'timeout' });
  });

  it('takes named contacts, those of a segment, an event and variables by choice', async () => {
    const source =
      'return { outcome: context.event.properties.total > 5 ? "high" : "low", variables: context.variables }';
    const asked = { script: { source, outcomes: OUTCOMES }, event: { type: 'Order Completed', properties: { total: 9 } }, variables: { coupon: { code: 'A1' } } }; // prettier-ignore
    const named = await run({ ...asked, contacts: { ids: [ids['ana']] } });
    expect(named.contacts).toMatchObject([{ id: ids['ana'], outcome: 'high', output: { coupon: { code: 'A1' } } }]);
    const segment = { op: 'tag', tag: 'vip', is: 'present' };
    expect((await run({ ...asked, contacts: { segment } })).contacts).toHaveLength(1);
    expect((await run({ ...asked, contacts: { segment: { op: 'guess' } } }, 422)).error.code).toBe('rules.invalid');
    expect((await run({ ...asked, contacts: { ids: [999_999] } }, 404)).error.code).toBe('contact.not-found');
    expect((await run({ contacts: {} }, 422)).error.code).toBe('workbench.nothing-to-run');
  });

  it("takes each contact's newest event of a type when no payload is given", async () => {
    const { contacts } = await run({
      script: { source: 'return { outcome: context.event ? "high" : "low" }', outcomes: OUTCOMES },
      contacts: {},
      event: { type: 'Never Seen' },
    });
    expect(contacts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['low', 'low']);
  });

  it('knows nobody of another workspace', async () => {
    const stranger = await api.stranger();
    const body = { script: { source: SOURCE, outcomes: OUTCOMES }, contacts: { ids: [ids['ana']] } };
    await stranger.agent.post('/api/workbench/run').send(body).expect(404);
    const { body: empty } = await stranger.agent
      .post('/api/workbench/run')
      .send({ ...body, contacts: {} })
      .expect(200);
    expect(empty.contacts).toEqual([]);
    await stranger.agent.get(`/api/workbench/typings?journey=${journey}&node=judge`).expect(404);
  });

  it('types what the script finds around it', async () => {
    const { body } = await api.owner.agent.get(`/api/workbench/typings?journey=${journey}&node=judge`).expect(200);
    expect(body.typings).toContain('readonly spend?: number;');
    expect(body.typings).toContain('readonly "odd name"?: boolean;');
    expect(body.typings).toContain('readonly city?: string;');
    expect(body.typings).toContain('readonly segmentName?: any;');
    expect(body.typings).toContain('export type Tag = "vip" | (string & {});');
    expect(body.typings).toContain('readonly type: "Order Completed";');
    expect(body.typings).toContain('readonly coupon: {');
    expect(body.typings).toContain('export type Outcome = "high" | "low";');
    expect(body).toMatchObject({
      events: ['Order Completed'],
      variables: { coupon: { code: 'SAMPLE-1' } },
      named: ['attributes.spend'],
    });
    expect(body.readable).toEqual(expect.arrayContaining(['email', 'attributes.spend', 'variables.coupon', 'tags']));
    await api.owner.agent.get(`/api/workbench/typings?journey=${journey}&node=nope`).expect(404);
  });

  it('types a draft that is not saved, and only the fields it may read', async () => {
    expect((await typings(drawing({ straight: true }))).typings).toMatch(/readonly coupon\?: \{[\s\S]*\| null;/);
    const narrow = (await typings(drawing({ reads: ['attributes.spend', 'email'] }))).typings;
    expect(narrow).toContain('readonly spend?: number;');
    expect(narrow).toContain('readonly email: string | null;');
    expect(narrow).not.toMatch(/phone|city|Tag|coupon|properties/);
  });

  describe('a plugin that nobody installed', () => {
    const text = (words: string) => ({ en: words, 'zh-CN': words });
    const manifest = (node: object, more: object = {}) => ({
      id: 'acme.weather',
      version: '0.1.0',
      sdk: '^1.0.0',
      product: '>=0.1.0',
      title: text('Weather'),
      description: text('Weather.'),
      publisher: { name: 'acme' },
      locales: ['en', 'zh-CN'],
      ...more,
      nodes: [
        {
          type: 'forecast',
          typeVersion: 1,
          kind: 'action',
          category: 'data',
          title: text('Forecast'),
          description: text('Forecast.'),
          icon: 'CloudOutlined',
          inputs: 1,
          waits: false,
          summary: text('Forecast'),
          config: { type: 'object', properties: {}, additionalProperties: false },
          defaults: {},
          outcomes: [
            { id: 'sunny', label: text('Sunny'), role: 'success' },
            { id: 'failed', label: text('Failed'), role: 'failure' },
          ],
          data: { reads: ['attributes.spend'] },
          effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
          reasons: { known: text('It is {outcome}.') },
          ...node,
        },
      ],
    });

    it('runs its bundle, on what the manifest reads and no more, and holds what it answers against it', async () => {
      const code = `var sojournPlugin = { call: async (entry, input, host) => {
        const { items } = JSON.parse(input);
        host.log('spent ' + items.map((item) => item.contact.attributes.spend));
        return JSON.stringify({ decisions: items.map((item) => ({ item: item.key, do: 'to', outcome: item.contact.attributes.spend > 1000 ? 'sunny' : 'rainy' })) });
      } };`;
      const asked = { manifest: manifest({}, { main: 'dist/plugin.js', capabilities: [{ kind: 'contacts.read', fields: ['attributes.spend'], reason: text('Why.') }] }), code, type: 'forecast' }; // prettier-ignore
      const { contacts, log } = await run({ plugin: asked, contacts: { ids: [ids['ana'], ids['bo']] } });
      expect(contacts).toMatchObject([
        { id: ids['ana'], outcome: 'sunny', error: null, input: { contact: { attributes: { spend: 1500 } } } },
        { id: ids['bo'], verb: 'fault', error: { code: 'fault', message: { en: expect.stringContaining('rainy') } } },
      ]);
      expect(contacts[0].input.contact).not.toHaveProperty('email');
      expect(log).toEqual(['spent 1500,20']);
      const bare = await run({ plugin: { ...asked, code: undefined }, contacts: {} }, 422);
      expect(bare.error.code).toBe('workbench.no-code');
      expect((await run({ plugin: { ...asked, type: 'nope' }, contacts: {} }, 404)).error.code).toBe('workbench.type-not-found'); // prettier-ignore
      expect((await run({ plugin: { ...asked, manifest: {} }, contacts: {} }, 422)).error.code).toBe('workbench.bad-manifest'); // prettier-ignore
    });

    it('runs a node without code, its calls answered with what is pretended', async () => {
      const declarative = {
        request: { method: 'GET', url: 'https://api.acme.test/v1/{{ contact.attributes.spend }}' },
        outcomes: [{ status: '2xx', outcome: 'sunny', why: 'known', output: { degrees: 'now.degrees' } }],
      };
      const capabilities = [
        { kind: 'http', hosts: ['api.acme.test'], methods: ['GET'], paths: ['/v1/*'], reason: text('Asks.') },
        { kind: 'contacts.read', fields: ['attributes.spend'], reason: text('Why.') },
      ];
      const asked = manifest({ declarative, uses: ['http'], effects: { kind: 'external', idempotency: 'none', dryRun: 'outcome', dryOutcome: 'sunny' } }, { capabilities }); // prettier-ignore
      const plugin = { manifest: asked, type: 'forecast' };
      const good = await run({ plugin, contacts: {}, pretend: { status: 200, body: { now: { degrees: 21 } } } });
      expect(good.contacts[0]).toMatchObject({ outcome: 'sunny', output: { degrees: 21 } });
      expect(good.pretended).toBe(true);
      const bad = await run({ plugin, contacts: {}, pretend: { status: 503 } });
      expect(bad.contacts[0]).toMatchObject({ outcome: 'failed' });
    });
  });

  describe('promotion', () => {
    const promote = (body: object, status = 200) =>
      api.owner.agent
        .post('/api/workbench/promote')
        .send({ journey, node: 'judge', publisher: 'acme', name: 'order-value', ...body })
        .buffer(true)
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        })
        .expect(status);

    it('answers a project with the chosen contacts as tests, and writes down who took them', async () => {
      const { body, headers } = await promote({ contacts: { ids: [ids['ana']] } });
      expect(headers['content-disposition']).toContain('sojourn-plugin-acme-order-value.tgz');
      const files = untar(body as Buffer);
      expect([...files.keys()]).toEqual(
        expect.arrayContaining(['package.json', 'plugin.json', 'src/index.ts', 'src/script.ts', 'icons/dark.svg']),
      );
      const manifest = JSON.parse(files.get('plugin.json') ?? '');
      expect(checkPluginManifest(manifest)).toEqual([]);
      expect(manifest.nodes[0].data.reads).toEqual(['attributes.spend']);
      const fixture = files.get('tests/fixtures/order-value.json') ?? '';
      expect(JSON.parse(fixture).items[0]).toMatchObject({
        contact: { attributes: { spend: 1500 } },
        expect: { outcome: 'high', patch: { set: { tier: 'gold' }, addTags: ['seen'] }, output: { spend: 1500 } },
      });
      expect(fixture).not.toContain('ana@example.test');
      const { body: audit } = await api.owner.agent.get('/api/audit').expect(200);
      expect(JSON.stringify(audit)).toContain('workbench.promoted');
    });

    it('makes its tests of people who do not exist when nobody is chosen', async () => {
      const files = untar((await promote({})).body as Buffer);
      expect(JSON.parse(files.get('tests/fixtures/order-value.json') ?? '').items).toMatchObject([
        { expect: { outcome: 'low' } },
        { expect: { outcome: 'low' } },
        { expect: { outcome: 'high' } },
      ]);
    });

    it.each(['script', 'index', 'result', 'class', 'to', 'a-', 'x'.repeat(60)])(
      'a plugin may be called %s',
      async (name) => {
        const files = untar((await promote({ name })).body as Buffer);
        expect(files.size).toBe(13);
        expect(checkPluginManifest(JSON.parse(files.get('plugin.json') ?? ''))).toEqual([]);
        const [, own = '', file = ''] =
          /import \{ (\w+) \} from '\.\/(.*)';/.exec(files.get('src/index.ts') ?? '') ?? [];
        expect(files.get(`src/${file}`)).toContain(`export const ${own} = defineNode(`);
        // A word of the language would be refused here.
        expect(
          () => new Function(`'use strict'; const ${own} = 1, defineNode = 1; function decided() {}`),
        ).not.toThrow();
        expect(files.get('src/script.ts')).toContain('export async function script(');
      },
    );

    it('promotes nothing but code nodes, under a proper name', async () => {
      await promote({ node: 'gift' }, 422);
      await promote({ node: 'nope' }, 404);
      await promote({ name: 'Order Value' }, 422);
    });
  });
});

/** The texts of a .tgz without its folder. */
function untar(archive: Buffer): ReadonlyMap<string, string> {
  const tar = gunzipSync(archive);
  const files = new Map<string, string>();
  for (let at = 0; tar[at] !== 0;) {
    const text = (from: number, length: number) => tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/, ''); // prettier-ignore
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    const size = parseInt(tar.toString('ascii', at + 124, at + 135), 8);
    files.set(name.slice(name.indexOf('/') + 1), tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
