import { createInlineQueue } from '@sojourn/queue';
import type { JsonObject } from '@sojourn/kernel';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { testApi, type TestApi } from '../testing.js';
import { LaneFaults } from '../worker/lane-faults.js';
import { startWorker, type RunningWorker } from '../worker/start-worker.js';
import { httpTo, manifestOf, namesTo, nodeOf, Provider } from './host.spec-kit.js';
import { openAgents, type Agents } from './http/agents.js';
import { codeOf, deciding, install } from './installed.spec-kit.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });
const at = { x: 0, y: 0 };

for (const db of testDatabases())
  describe(`installed plugins in a running engine on ${db.name}`, () => {
    const provider = new Provider();
    let port = 0;
    let agents: Agents;
    let api: TestApi;
    let running: RunningWorker;
    let writeKey = '';
    let made = 0;
    const rows = <T>(sql: string): Promise<T[]> => api.database.read.rows<T>(sql);

    beforeAll(async () => {
      port = await provider.start();
      agents = openAgents({ allow: ['127.0.0.1/32'], resolve: namesTo({ 'api.acme.test': '127.0.0.1' }) });
      const queue = createInlineQueue((error) => {
        throw error;
      });
      const metrics = new Metrics();
      api = await testApi(await db.open(), { queue, metrics, agents, env: { SOJOURN_POLL_MS: '20' } });
      running = await startWorker({ ...api.ports, queue, metrics, faults: new LaneFaults(api.ports.health), worker: 'me' }); // prettier-ignore
      writeKey = (await api.owner.agent.post('/api/api-keys').send({ name: 'spec', kind: 'write' })).body.key as string;
    });
    afterAll(async () => {
      await running.stop();
      await api.close();
      await agents.close();
      await provider.stop();
      await db.close();
    });
    beforeEach(() => {
      provider.seen.length = 0;
      provider.answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"sky":"sunny"}'); // prettier-ignore
    });

    const capabilities = (): Capability[] => [
      httpTo([`api.acme.test:${port}`]),
      { kind: 'kv', scopes: ['contact', 'node'], quotaKb: 8, reason: both('') },
      { kind: 'contacts.read', fields: ['attributes.city'], reason: both('') },
    ];
    const plugin = async (code: string | null, node: Parameters<typeof nodeOf>[0] = {}, more: Partial<PluginManifest> = {}): Promise<string> => {
      const id = `acme.p${++made}`;
      const manifest = manifestOf({ id, capabilities: capabilities(), nodes: [nodeOf({ data: { reads: ['attributes.city'] }, uses: ['http', 'kv', 'contacts.read'], ...node })], ...more });
      await install(api.database, manifest, code, { workspaceId: api.owner.workspaceId });
      return id;
    }; // prettier-ignore
    /** Entry by an event -> the plugin's node -> exits named after its outcomes. */
    const publish = async (id: string, config: JsonObject = {}): Promise<{ journey: number; event: string }> => {
      const event = `go-${id}`;
      const document = {
        schemaVersion: 1,
        name: id,
        timeZone: 'UTC',
        entry: { position: at, rules: [{ id: 'r', kind: 'event', event }], reentry: { mode: 'always' } },
        exits: [],
        nodes: [
          { id: 'w', type: `${id}/forecast`, config, position: at },
          { id: 'sunny', type: 'exit', config: {}, position: at },
          { id: 'failed', type: 'exit', config: {}, position: at },
        ],
        edges: [
          { id: 'e0', from: { node: 'entry', outcome: 'entered' }, to: 'w' },
          { id: 'e1', from: { node: 'w', outcome: 'sunny' }, to: 'sunny' },
          { id: 'e2', from: { node: 'w', outcome: 'failed' }, to: 'failed' },
        ],
      };
      const { body } = await api.owner.agent.post('/api/journeys').send({ name: id, document }).expect(201);
      await api.owner.agent.post(`/api/journeys/${body.id}/publish`).send({ revision: body.revision }).expect(200);
      return { journey: body.id as number, event };
    };
    const enter = (event: string, people: readonly JsonObject[]) => {
      const batch = people.flatMap((traits, i) => [
        { type: 'identify', userId: `${event}-${i}`, traits, messageId: `${event}-i${i}-${Math.random()}` },
        { type: 'track', event, userId: `${event}-${i}`, messageId: `${event}-t${i}-${Math.random()}` },
      ]);
      return api.anyone().post('/v1/batch').auth(writeKey, '').send({ batch }).expect(200);
    };
    const ended = async (journey: number): Promise<Record<string, number>> => {
      const found = await rows<{ nodeId: string; state: string; n: number }>(`SELECT node_id AS nodeId, state, COUNT(*) AS n FROM run WHERE journey_id = ${journey} GROUP BY node_id, state`); // prettier-ignore
      return Object.fromEntries(found.map(({ nodeId, state, n }) => [`${nodeId} ${state}`, Number(n)]));
    };
    const outcome = "{ item: item.key, do: 'to', outcome: answer.status === 200 ? 'sunny' : 'failed' }";
    const asking = (more = ''): string =>
      deciding(`function (item, input, ask) {
      return ask('http', { item: item.key, method: 'POST', url: 'http://api.acme.test:${port}/v1/now', body: { city: item.contact.attributes.city || null } ${more} })
        .then(function (answer) { return ${outcome}; });
    }`);

    it('call out after the commit, many contacts together, each recognised by its own key', async () => {
      const id = await plugin(asking());
      const { journey, event } = await publish(id);
      await enter(event, [{ city: '杭州' }, { city: '北京', secret: 'x' }, {}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 3 });
      expect(provider.seen.map(({ body }) => JSON.parse(body) as unknown)).toEqual(expect.arrayContaining([{ city: '杭州' }, { city: '北京' }, { city: null }])); // prettier-ignore
      expect(provider.seen).toHaveLength(3);
      const keys = provider.seen.map(({ headers }) => headers['idempotency-key']);
      expect(new Set(keys).size).toBe(3);
      expect(keys.every((key) => /^\d+:\d+:w:1:call-1:[0-9a-f]{16}:1$/.test(String(key)))).toBe(true);
      const sent = await rows<{ channel: string; state: string }>(`SELECT channel, state FROM outbox WHERE channel = 'plugin:${id}'`); // prettier-ignore
      expect(sent).toEqual(Array.from({ length: 3 }, () => ({ channel: `plugin:${id}`, state: 'delivered' })));
      const { body: costs } = await api.owner.agent.get(`/api/journeys/${journey}/costs`).expect(200);
      // What ships is told of as well.
      const own = (costs.items as { plugin: string; cpuUs: number }[]).filter((one) => one.plugin === id);
      expect(own).toMatchObject([{ nodeId: 'w', nodeType: `${id}/forecast`, title: null, items: 3, calls: 3, errors: 0, journey: { id: journey, name: id } }]); // prettier-ignore
      expect(own[0]!.cpuUs).toBeGreaterThan(0);
      expect((await api.owner.agent.get(`/api/plugins/${id}/costs`).expect(200)).body).toEqual({
        items: own,
        days: 30,
      });
    });

    it('stand still while their channel is halted, and go on in order', async () => {
      const id = await plugin(asking());
      const { journey, event } = await publish(id);
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: true }).expect(200);
      await enter(event, [{}, {}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'w active': 2 });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(provider.seen).toEqual([]);
      const { body: listed } = await api.owner.agent.get('/api/channels').expect(200);
      expect(listed.items).toContainEqual(expect.objectContaining({ channel: `plugin:${id}`, halted: true }));
      const { body: summary } = await api.owner.agent.get('/api/deliveries/summary').expect(200);
      expect(summary.items).toContainEqual(expect.objectContaining({ channel: `plugin:${id}`, halted: true }));
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: false }).expect(200);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2 });
    });

    it('are not made for a run that is over by then', async () => {
      const id = await plugin(asking());
      const { journey, event } = await publish(id);
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: true }).expect(200);
      await enter(event, [{}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'w active': 1 });
      await api.owner.agent.post(`/api/journeys/${journey}/archive`).expect(200);
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: false }).expect(200);
      const calls = () => rows(`SELECT state, reason FROM outbox WHERE channel = 'plugin:${id}'`);
      await expect.poll(calls, { timeout: 15_000 }).toEqual([{ state: 'suppressed', reason: 'run-over' }]);
      expect(provider.seen).toEqual([]);
    });

    it('are called again with the same key when nobody knows whether a call arrived, if the other side recognises it', async () => {
      let asked = 0;
      provider.answer = (_, response) => {
        // The first is taken in and never answered.
        if (++asked > 1) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        else response.destroy();
      };
      const broken = "throw new Error('no answer: ' + answer.error)";
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('http', { item: item.key, method: 'POST', url: 'http://api.acme.test:${port}/v1/now' })
          .then(function (answer) { if (answer.error) { ${broken}; } return ${outcome}; });
      }`)); // prettier-ignore
      const { journey, event } = await publish(id);
      await enter(event, [{}]);
      await expect.poll(() => rows(`SELECT state, attempt FROM outbox WHERE channel = 'plugin:${id}'`), { timeout: 15_000 }).toEqual([{ state: 'ready', attempt: 1 }]); // prettier-ignore
      // Not to wait for the pause.
      await api.database.inTransaction((tx) => tx.run(`UPDATE outbox SET due_at = 1, ready_at = 1 WHERE channel = 'plugin:${id}'`)); // prettier-ignore
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 1 });
      const [first, second] = provider.seen.map(({ headers }) => headers['idempotency-key']);
      expect(first).toBe(second);
      const { body } = await api.owner.agent.get(`/api/plugins/${id}/recordings`).expect(200);
      expect(body.items[0]).toMatchObject({ nodeType: 'forecast', nodeId: 'w', reason: expect.stringContaining('no answer') }); // prettier-ignore
      const { body: whole } = await api.owner.agent.get(`/api/plugins/${id}/recordings/${body.items[0].id}`).expect(200); // prettier-ignore
      expect(whole.recording).toMatchObject({ entry: 'execute', calls: [{ call: { op: 'http' }, reply: { ok: { error: 'unreachable' } } }] }); // prettier-ignore
    });

    it('end as unknown, visible, when the other side would not recognise it', async () => {
      provider.answer = (_, response) => void response.destroy();
      const once = { kind: 'external', idempotency: 'none', dryRun: 'outcome', dryOutcome: 'sunny' } as const;
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('http', { item: item.key, method: 'POST', url: 'http://api.acme.test:${port}/v1/now' })
          .then(function (answer) { throw new Error('no answer: ' + answer.error); });
      }`), { effects: once }); // prettier-ignore
      const { event } = await publish(id);
      await enter(event, [{}]);
      await expect.poll(() => rows(`SELECT state FROM outbox WHERE channel = 'plugin:${id}'`), { timeout: 15_000 }).toEqual([{ state: 'unknown' }]); // prettier-ignore
      expect(provider.seen).toHaveLength(1);
    });

    it('may ask to be called again, and keep what they know', async () => {
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('kv.add', { scope: 'contact', item: item.key, name: 'asked', by: 1 }).then(function (n) {
          return n < 3 ? { item: item.key, do: 'retry', after: 1, memory: { n: n } } : { item: item.key, do: 'to', outcome: item.memory.n === 2 ? 'sunny' : 'failed' };
        });
      }`)); // prettier-ignore
      const { journey, event } = await publish(id);
      await enter(event, [{}, {}]);
      await expect.poll(() => ended(journey), { timeout: 20_000 }).toEqual({ 'sunny ended': 2 });
    });

    it('keep once what an attempt kept whose worker was lost, and are called again without asking anybody', async () => {
      const own = { kind: 'external', idempotency: 'none', dryRun: 'outcome', dryOutcome: 'sunny' } as const;
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('kv.add', { scope: 'node', item: item.key, name: 'visits', by: 1 }).then(function () { return { item: item.key, do: 'to', outcome: 'sunny' }; });
      }`), { uses: ['kv'], effects: own }); // prettier-ignore
      const { journey, event } = await publish(id);
      await enter(event, [{}, {}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2 });
      const channel = `channel = 'plugin:${id}'`;
      // As if the worker had ended before it could write down what came of it.
      await api.database.inTransaction((tx) => tx.run(`UPDATE outbox SET state = 'sending', holder = 'gone', lease_until = 1, settled_at = NULL, journal = NULL WHERE ${channel}`)); // prettier-ignore
      const states = [{ state: 'delivered', attempt: 2, n: 2 }];
      await expect.poll(() => rows(`SELECT state, attempt, COUNT(*) AS n FROM outbox WHERE ${channel} GROUP BY state, attempt`), { timeout: 15_000 }).toEqual(states); // prettier-ignore
      expect(await rows(`SELECT value FROM plugin_kv WHERE plugin = '${id}' AND name = 'visits'`)).toEqual([{ value: '2' }]); // prettier-ignore
    });

    it('are not carried out twice when one contact kills the process that ran them all', async () => {
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('http', { item: item.key, method: 'POST', url: 'http://api.acme.test:${port}/v1/now', body: { city: item.contact.attributes.city } }).then(function (answer) {
          if (item.contact.attributes.city === 'hang') for (;;) {}
          return ${outcome};
        });
      }`), { budgets: { cpuMs: 300 } }); // prettier-ignore
      const { journey, event } = await publish(id);
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: true }).expect(200);
      await enter(event, [{ city: 'a' }, { city: 'hang' }, { city: 'b' }, { city: 'c' }]);
      await expect.poll(() => rows(`SELECT COUNT(*) AS n FROM outbox WHERE channel = 'plugin:${id}'`), { timeout: 15_000 }).toEqual([{ n: 4 }]); // prettier-ignore
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: false }).expect(200);
      await expect.poll(async () => (await ended(journey))['sunny ended'], { timeout: 20_000 }).toBe(3);
      const asked = provider.seen.map(({ body }) => (JSON.parse(body) as { city: string }).city).sort();
      expect(asked).toEqual(['a', 'b', 'c', 'hang']);
      // The one that hangs would be tried again while others look at what was called.
      await api.owner.agent.put(`/api/channels/plugin:${id}`).send({ halted: true }).expect(200);
      await expect.poll(() => rows(`SELECT COUNT(*) AS n FROM outbox WHERE channel = 'plugin:${id}' AND state = 'sending'`), { timeout: 15_000 }).toEqual([{ n: 0 }]); // prettier-ignore
    });

    it('need no code at all', async () => {
      const id = await plugin(null, {
        uses: ['http'],
        declarative: {
          request: { method: 'POST', url: `http://api.acme.test:${port}/v1/now`, body: { for: '{{ config.city }}' } },
          outcomes: [{ status: '2xx', when: { path: 'sky', equals: 'sunny' }, outcome: 'sunny', why: 'forecast' }],
        },
      }, { main: undefined }); // prettier-ignore
      const { journey, event } = await publish(id, { city: '苏州' });
      await enter(event, [{}, {}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2 });
      expect(provider.seen.map(({ body }) => body)).toEqual(['{"for":"苏州"}', '{"for":"苏州"}']);
    });

    it('carry messages rendered for each contact, and none to whom wants none', async () => {
      const config = { type: 'object', properties: { text: { type: 'string', 'x-widget': 'liquid' } } };
      const id = await plugin(deciding(`function (item, input, ask) {
        return ask('http', { item: item.key, method: 'POST', url: 'http://api.acme.test:${port}/v1/send', body: { text: input.config.text, knows: item.contact.attributes } })
          .then(function (answer) { return ${outcome}; });
      }`), { kind: 'channel', config, data: { reads: [] } }); // prettier-ignore
      const { journey, event } = await publish(id, { text: 'Hi {{ contact.name }}' });
      await enter(event, [{ name: 'Lin' }, { name: 'Ana' }, { name: 'Bo', noMarketing: true }]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2, 'failed ended': 1 });
      expect(provider.seen.map(({ body }) => body).sort()).toEqual(['{"text":"Hi Ana","knows":{}}', '{"text":"Hi Lin","knows":{}}']); // prettier-ignore
      const states = await rows<{ state: string; reason: string }>(`SELECT state, reason FROM outbox WHERE channel = 'plugin:${id}' AND state <> 'delivered'`); // prettier-ignore
      expect(states).toEqual([{ state: 'suppressed', reason: 'no-marketing' }]);
    });

    it('that call nobody decide within the step, and what they emit and send is committed with it', async () => {
      const send: Capability = { kind: 'messages.send', channels: ['inbox'], perContactPerDay: 1, reason: both('') };
      const emit: Capability = { kind: 'events.emit', names: ['greeted'], reason: both('') };
      const write: Capability = { kind: 'contacts.write', fields: ['attributes.level'], reason: both('') };
      const message = { kind: 'message', channel: 'inbox', content: { body: 'Hi', format: 'text' }, data: {} };
      const effects = JSON.stringify([message, { kind: 'track', event: 'greeted', properties: {} }]);
      const id = await plugin(deciding(`function (item) { return { item: item.key, do: 'to', outcome: 'sunny', patch: { set: { level: 3 } }, effects: ${effects} }; }`), { uses: ['messages.send', 'events.emit', 'contacts.write'], data: { reads: [], writes: ['attributes.level'] }, effects: { kind: 'message', idempotency: 'pure', dryRun: 'run' } }, { capabilities: [send, emit, write] }); // prettier-ignore
      const { journey, event } = await publish(id);
      await enter(event, [{}, {}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2 });
      await expect.poll(() => rows(`SELECT COUNT(*) AS n FROM inbox_message WHERE journey_id = ${journey}`), { timeout: 15_000 }).toEqual([{ n: 2 }]); // prettier-ignore
      expect(await rows("SELECT COUNT(*) AS n FROM event WHERE type = 'greeted'")).toEqual([{ n: 2 }]);
      const written = await rows<{ attributes: string }>("SELECT attributes FROM contact WHERE attributes LIKE '%level%'"); // prettier-ignore
      expect(written.map(({ attributes }) => JSON.parse(attributes) as unknown)).toMatchObject([{ level: 3 }, { level: 3 }]); // prettier-ignore
      // The second message within a day is one too many.
      await enter(event, [{}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'sunny ended': 2, 'w quarantined': 1 });
    });

    it('park whom they fail, with the words', async () => {
      const id = await plugin(codeOf("execute: function () { throw new Error('not today'); }"));
      const { journey, event } = await publish(id);
      await enter(event, [{}]);
      await expect.poll(() => ended(journey), { timeout: 15_000 }).toEqual({ 'w quarantined': 1 });
      const [parked] = await rows<{ reason: string }>(`SELECT reason FROM parked WHERE journey_id = ${journey}`);
      expect(parked?.reason).toContain('not today');
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
