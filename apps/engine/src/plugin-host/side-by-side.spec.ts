import type { JsonObject } from '@sojourn/kernel';
import { generateKey } from '@sojourn/packaging';
import { samplePackage } from '@sojourn/packaging/testing';
import type { Capability } from '@sojourn/plugin-sdk';
import { createInlineQueue } from '@sojourn/queue';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { testApi, type Person, type TestApi } from '../testing.js';
import { LaneFaults } from '../worker/lane-faults.js';
import { startWorker, type RunningWorker } from '../worker/start-worker.js';
import { Domains } from './domains.spec-kit.js';
import { httpTo, manifestOf, nodeOf } from './host.spec-kit.js';
import type { Agents } from './http/agents.js';
import { codeOf } from './installed.spec-kit.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });
const at = { x: 0, y: 0 };
const ID = 'acme.sky';
const reads = ['attributes.city', 'attributes.level'] as const;

const kv: Capability = { kind: 'kv', scopes: ['workspace', 'contact'], quotaKb: 8, reason: both('counts') };
const writes: Capability = { kind: 'contacts.write', fields: ['attributes.saw'], reason: both('tells') };
const asked: Capability[] = [httpTo(['a.acme.test', 'b.acme.test']), kv, writes, { kind: 'contacts.read', fields: [...reads], reason: both('reads') }]; // prettier-ignore
const granting = (hosts: string[], fields: string[]): Capability[] => [
  ...(hosts.length > 0 ? [httpTo(hosts)] : []),
  kv,
  writes,
  ...(fields.length > 0 ? [{ kind: 'contacts.read', fields, reason: both('reads') } as Capability] : []),
];

const manifest = manifestOf({
  id: ID,
  capabilities: asked,
  credentials: [{ name: 'api', title: both('Key'), fields: { type: 'object', required: ['token'], properties: { token: { type: 'string', 'x-secret': true, title: 'Token', 'x-zh-CN': { title: '令牌' } } } }, inject: { headers: { authorization: 'Bearer {token}' } }, hosts: ['a.acme.test', 'b.acme.test'] }],
  nodes: [
    nodeOf({ data: { reads: [...reads] }, uses: ['http', 'kv'], budgets: { callsPerItem: 2 } }),
    nodeOf({ type: 'look', data: { reads: [...reads], writes: ['attributes.saw'] }, uses: [], effects: { kind: 'contact', idempotency: 'pure', dryRun: 'run' } }),
  ],
}); // prettier-ignore
/** `look`, within the step, writes down what it saw; `forecast` counts in its store and tells everybody, everything it saw. */
const code = codeOf(`execute: function (input, ask) {
  return Promise.all(input.items.map(function (item) {
    var saw = item.contact.attributes;
    if (input.node === 'look') return { item: item.key, do: 'to', outcome: 'sunny', patch: { set: { saw: Object.keys(saw).join() } } };
    var tell = function (host, n) { return ask('http', { item: item.key, method: 'POST', url: 'https://' + host + '.acme.test/v1/now', credential: 'api', body: { saw: saw, n: n } }); };
    return ask('kv.add', { scope: 'workspace', item: item.key, name: 'n', by: 1 }).then(function (n) {
      return Promise.all([tell('a', n), tell('b', n)]).then(function (answers) {
        return { item: item.key, do: 'to', outcome: answers.some(function (one) { return one.status === 200; }) ? 'sunny' : 'failed' };
      });
    });
  })).then(function (decisions) { return { decisions: decisions }; });
}`);
const document = {
  schemaVersion: 1,
  name: 'Sky',
  timeZone: 'UTC',
  entry: { position: at, rules: [{ id: 'r', kind: 'event', event: 'go' }], reentry: { mode: 'always' } },
  exits: [],
  nodes: [
    { id: 'l', type: `${ID}/look`, config: {}, position: at },
    { id: 'f', type: `${ID}/forecast`, config: {}, position: at },
    { id: 'end', type: 'exit', config: {}, position: at },
  ],
  edges: [
    { id: 'e0', from: { node: 'entry', outcome: 'entered' }, to: 'l' },
    ...['sunny', 'failed'].flatMap((outcome) => [
      { id: `l-${outcome}`, from: { node: 'l', outcome }, to: 'f' },
      { id: `f-${outcome}`, from: { node: 'f', outcome }, to: 'end' },
    ]),
  ],
};

for (const db of testDatabases().slice(0, 1))
  describe(`two workspaces with the same bytes of a plugin, on ${db.name}`, () => {
    const domains = new Domains();
    const soon = { timeout: 20_000, interval: 30 };
    let agents: Agents;
    let api: TestApi;
    let running: RunningWorker;
    let sent = 0;
    let one: House;
    let two: House;

    /** What somebody of a workspace does. */
    class House {
      journey = 0;
      #write = '';
      constructor(readonly person: Person) {}

      async send(method: 'post' | 'put' | 'delete', path: string, body: object = {}): Promise<JsonObject> {
        const answer = await this.person.agent[method](path).send(body);
        expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
        return answer.body as JsonObject;
      }

      async get(path: string): Promise<JsonObject> {
        return (await this.person.agent.get(path).expect(200)).body as JsonObject;
      }

      async open(bytes: Buffer, capabilities: Capability[], token: string): Promise<void> {
        const { body } = await this.person.agent.post('/api/plugins/upload').set('content-type', 'application/octet-stream').send(bytes); // prettier-ignore
        expect(body.error, JSON.stringify(body.error)).toBeUndefined();
        await this.send('post', '/api/plugins/install', { hash: body.staged, capabilities, trustKey: true });
        await this.send('put', `/api/plugins/${ID}/credentials/api`, { values: { token } });
        const { id, revision } = await this.send('post', '/api/journeys', { name: token, document });
        await this.send('post', `/api/journeys/${String(id)}/publish`, { revision: revision! });
        this.journey = Number(id);
        this.#write = String((await this.send('post', '/api/api-keys', { name: 'w', kind: 'write' }))['key']);
      }

      /** The same people in every house. */
      async enter(userId: string): Promise<void> {
        const batch = [
          { type: 'identify', userId, traits: { city: 'Ulm', level: 3 }, messageId: `i${++sent}` },
          { type: 'track', event: 'go', userId, messageId: `t${++sent}` },
        ];
        await api.anyone().post('/v1/batch').auth(this.#write, '').send({ batch }).expect(200);
      }

      async ended(): Promise<unknown> {
        const { active, nodes } = (await this.get(`/api/journeys/${this.journey}/counts`)) as unknown as { active: number; nodes: { f: { outcomes: object } } }; // prettier-ignore
        return { active, ...nodes.f.outcomes };
      }

      async saw(userId: string): Promise<unknown> {
        const { items } = (await this.get(`/api/contacts?search=${userId}`)) as unknown as { items: { id: number }[] };
        return ((await this.get(`/api/contacts/${items[0]!.id}`))['attributes'] as JsonObject)['saw'];
      }
    }
    const told = () =>
      domains.asked.splice(0).map(({ host, headers, body }) => [host, headers['authorization'], body['saw'], body['n']]); // prettier-ignore

    beforeAll(async () => {
      agents = await domains.start();
      const queue = createInlineQueue((error) => {
        throw error;
      });
      const metrics = new Metrics();
      api = await testApi(await db.open(), { queue, metrics, agents, env: { SOJOURN_POLL_MS: '20' } });
      running = await startWorker({ ...api.ports, queue, metrics, faults: new LaneFaults(api.ports.health), worker: 'me' }); // prettier-ignore
      const bytes = await samplePackage({ key: generateKey().privateKey, manifest, code });
      one = new House(api.owner);
      two = new House(await api.stranger());
      await one.open(bytes, granting(['a.acme.test'], ['attributes.city']), 'token-one');
      await two.open(bytes, granting(['b.acme.test'], ['attributes.level']), 'token-two');
    });
    afterAll(async () => {
      await running.stop();
      await api.close();
      await agents.close();
      await domains.stop();
      await db.close();
    });

    it('see their own fields, reach their own hosts, with their own credential, store and bill', async () => {
      for (const userId of ['u1', 'u2']) await Promise.all([one.enter(userId), two.enter(userId)]);
      await expect.poll(() => one.ended(), soon).toEqual({ active: 0, sunny: 2 });
      await expect.poll(() => two.ended(), soon).toEqual({ active: 0, sunny: 2 });
      const own = (host: string, token: string, saw: object) => [1, 2].map((n) => [`${host}.acme.test`, `Bearer ${token}`, saw, n]); // prettier-ignore
      const sorted = told().sort((a, b) => `${String(a[0])}${String(a[3])}`.localeCompare(`${String(b[0])}${String(b[3])}`)); // prettier-ignore
      expect(sorted).toEqual([...own('a', 'token-one', { city: 'Ulm' }), ...own('b', 'token-two', { level: 3 })]);
      expect([await one.saw('u1'), await two.saw('u1')]).toEqual(['city', 'level']);
      for (const house of [one, two]) {
        const { items } = (await house.get(`/api/plugins/${ID}/costs`)) as unknown as { items: { journey: { id: number }; nodeId: string; items: number; calls: number }[] }; // prettier-ignore
        expect(new Set(items.map(({ journey }) => journey.id))).toEqual(new Set([house.journey]));
        expect(items.find(({ nodeId }) => nodeId === 'f')).toMatchObject({ items: 2 });
        const { items: grants } = (await house.get(`/api/plugins/${ID}/grants`)) as unknown as { items: object[] };
        expect(grants).toHaveLength(1);
      }
    });

    it('take back what they gave from the next batch on, each for itself', async () => {
      await one.send('put', `/api/plugins/${ID}/grant`, { capabilities: granting(['a.acme.test'], []) });
      await Promise.all([one.enter('u3'), two.enter('u3')]);
      await expect.poll(() => one.ended(), soon).toEqual({ active: 0, sunny: 3 });
      await expect.poll(() => two.ended(), soon).toEqual({ active: 0, sunny: 3 });
      const seen = told().sort();
      expect(seen).toEqual([['a.acme.test', 'Bearer token-one', {}, 3], ['b.acme.test', 'Bearer token-two', { level: 3 }, 3]]); // prettier-ignore
      expect([await one.saw('u3'), await two.saw('u3')]).toEqual(['', 'level']);

      // Who waits at the node for a call already is called under what is granted by then.
      await one.send('put', `/api/channels/plugin:${ID}`, { halted: true });
      await Promise.all([one.enter('u4'), two.enter('u4')]);
      await expect.poll(() => two.ended(), soon).toEqual({ active: 0, sunny: 4 });
      await expect.poll(() => one.ended(), soon).toEqual({ active: 1, sunny: 3 });
      await one.send('put', `/api/plugins/${ID}/grant`, { capabilities: granting([], ['attributes.city']) });
      await one.send('put', `/api/channels/plugin:${ID}`, { halted: false });
      await expect.poll(() => one.ended(), soon).toEqual({ active: 0, sunny: 3, failed: 1 });
      expect(told().map(([host]) => host)).toEqual(['b.acme.test']);
    });

    it('switch off and forget credentials for themselves alone', async () => {
      await one.send('put', `/api/plugins/${ID}/grant`, { capabilities: asked });
      await one.send('delete', `/api/plugins/${ID}/credentials/api`);
      await two.send('post', `/api/plugins/${ID}/disable`);
      await Promise.all([one.enter('u5'), two.enter('u5')]);
      await expect.poll(() => one.ended(), soon).toEqual({ active: 0, sunny: 3, failed: 2 });
      await expect.poll(() => two.get(`/api/journeys/${two.journey}/counts`), soon).toMatchObject({ nodes: { l: { parked: 1 } } }); // prettier-ignore
      expect(told()).toEqual([]);
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
