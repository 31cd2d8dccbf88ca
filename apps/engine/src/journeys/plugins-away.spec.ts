import type { JsonObject } from '@sojourn/kernel';
import { createInlineQueue } from '@sojourn/queue';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { manifestOf, nodeOf } from '../plugin-host/host.spec-kit.js';
import { codeOf, install } from '../plugin-host/installed.spec-kit.js';
import { testApi, type TestApi } from '../testing.js';
import { LaneFaults } from '../worker/lane-faults.js';
import { startWorker, type RunningWorker } from '../worker/start-worker.js';

const at = { x: 0, y: 0 };
const ID = 'acme.sky';
const TYPE = `${ID}/forecast`;
/** Decides the same for all; renames `city` in a config to `place`, and says so in one language. */
const code = (outcome: string): string =>
  codeOf(`
    execute: function (input) { return { decisions: input.items.map(function (item) { return { item: item.key, do: 'to', outcome: '${outcome}' }; }) }; },
    migrate: function (input) { return { config: { place: input.config.city }, lossy: [{ pointer: '/city', message: { en: 'Renamed' } }] }; }
  `);

for (const db of testDatabases())
  describe(`a plugin that is away, in a running engine on ${db.name}`, () => {
    let api: TestApi;
    let running: RunningWorker;
    let people = 0;
    const queue = createInlineQueue((error) => {
      throw error;
    });
    const start = async (): Promise<RunningWorker> => {
      api.ports.health.stopping = false;
      const metrics = new Metrics();
      return startWorker({ ...api.ports, queue, metrics, faults: new LaneFaults(api.ports.health), worker: 'me' });
    };
    const put = (version: string, outcome: string, node: Parameters<typeof nodeOf>[0]) =>
      install(
        api.database,
        manifestOf({ id: ID, version, capabilities: [], nodes: [nodeOf({ uses: [], data: { reads: [] }, ...node })] }),
        code(outcome),
        { workspaceId: api.owner.workspaceId },
      );
    const post = async (path: string, body: object = {}) => (await api.owner.agent.post(path).send(body).expect(({ status }) => { if (status >= 300) throw new Error(`${path} ${status}`); })).body; // prettier-ignore
    const get = async (path: string) => (await api.owner.agent.get(path).expect(200)).body;
    const enter = async (journey: number, count: number): Promise<void> => {
      const userIds = Array.from({ length: count }, () => `p${people++}`);
      for (const externalId of userIds) await post('/api/contacts', { externalId });
      await post(`/api/journeys/${journey}/entries`, { userIds });
    };
    const config = (property: string): JsonObject => ({ type: 'object', properties: { [property]: { type: 'string' } }, additionalProperties: false }); // prettier-ignore
    /** Entry -> forecast -> an exit for each way out. */
    const document = {
      schemaVersion: 1,
      name: 'Sky',
      entry: { position: at, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'always' } },
      exits: [],
      nodes: [
        { id: 'f', type: TYPE, config: { city: 'Oslo' }, position: at },
        { id: 'sunny', type: 'exit', config: {}, position: at },
        { id: 'failed', type: 'exit', config: {}, position: at },
      ],
      edges: [
        { id: 'e0', from: { node: 'entry', outcome: 'entered' }, to: 'f' },
        { id: 'e1', from: { node: 'f', outcome: 'sunny' }, to: 'sunny' },
        { id: 'e2', from: { node: 'f', outcome: 'failed' }, to: 'failed' },
      ],
    };
    const counts = async (journey: number) => {
      const { active, nodes } = await get(`/api/journeys/${journey}/counts`);
      return { active, parked: nodes.f.parked, ...nodes.f.outcomes } as unknown;
    };

    beforeAll(async () => {
      api = await testApi(await db.open(), { queue, env: { SOJOURN_POLL_MS: '20' } });
      running = await start();
    });
    afterAll(async () => {
      await running.stop();
      await api.close();
      await db.close();
    });

    it('parks who comes, lets them go on by itself when it is switched on, also while no worker ran; and versions run side by side', async () => {
      const soon = { timeout: 20_000, interval: 50 };
      const one = await put('1.0.0', 'sunny', { config: config('city') });
      const { id, revision } = await post('/api/journeys', { name: 'Sky', document });
      await post(`/api/journeys/${id}/publish`, { revision });
      await enter(id, 2);
      await expect.poll(() => counts(id), soon).toEqual({ active: 0, parked: 0, sunny: 2 });

      await post(`/api/plugins/${ID}/disable`);
      await enter(id, 3);
      await expect.poll(() => counts(id), soon).toEqual({ active: 3, parked: 3, sunny: 2 });
      await post(`/api/plugins/${ID}/enable`);
      await expect.poll(() => counts(id), soon).toEqual({ active: 0, parked: 0, sunny: 5 });

      await post(`/api/plugins/${ID}/disable`);
      await enter(id, 2);
      await expect.poll(() => counts(id), soon).toMatchObject({ parked: 2 });
      await running.stop();
      await post(`/api/plugins/${ID}/enable`);
      expect(await counts(id)).toMatchObject({ parked: 2 });

      // Two stand on the version that is drawn with 1.0.0 while the journey moves on to 2.0.0, which sends everybody elsewhere.
      const two = await put('2.0.0', 'failed', { config: config('place'), typeVersion: 2, hooks: ['migrate'] });
      const preview = await post(`/api/journeys/${id}/plugin-upgrades/preview`, {
        type: TYPE,
        toHash: two.hash,
        contacts: 4,
      });
      expect(preview.nodes).toMatchObject([
        {
          before: { city: 'Oslo' },
          after: { place: 'Oslo' },
          lossy: [{ pointer: '/city', message: { en: 'Renamed', 'zh-CN': 'Renamed' } }],
          compared: { contacts: 4, same: 0 },
        },
      ]);
      expect(preview.nodes[0].compared.different[0]).toMatchObject({ before: 'sunny', after: 'failed' });
      const applied = await post(`/api/journeys/${id}/plugin-upgrades/apply`, {
        type: TYPE,
        toHash: two.hash,
        revision,
      });
      await post(`/api/journeys/${id}/publish`, { revision: applied.revision });
      await enter(id, 4);
      running = await start();
      await expect.poll(() => counts(id), soon).toEqual({ active: 0, parked: 0, failed: 4 });
      const first = () => get(`/api/journeys/${id}/counts?version=1`) as Promise<unknown>;
      await expect.poll(first, soon).toMatchObject({ active: 0, nodes: { f: { outcomes: { sunny: 7 } } } });
      expect((await get(`/api/journeys/${id}/versions/1`)).document.plugins[TYPE]).toEqual(one);
      expect((await get(`/api/journeys/${id}/versions/2`)).document.plugins[TYPE]).toEqual(two);
    }, 120_000);

    it('is held by who is parked in an archived journey, says by whom, and is let go with them', async () => {
      const soon = { timeout: 20_000, interval: 50 };
      await put('1.0.0', 'sunny', { config: config('city') });
      await post(`/api/plugins/${ID}/enable`);
      const { id, revision } = await post('/api/journeys', { name: 'Over', document: { ...document, name: 'Over' } });
      await post(`/api/journeys/${id}/publish`, { revision });
      await post(`/api/plugins/${ID}/disable`);
      await enter(id, 2);
      await expect.poll(() => counts(id), soon).toMatchObject({ parked: 2 });
      await api.owner.agent.delete(`/api/plugins/${ID}`).expect(409);
      for (const { id: one } of (await get('/api/journeys')).items as { id: number }[])
        await post(`/api/journeys/${one}/archive`);
      const names = [`p${people - 1}`, `p${people - 2}`];
      const { error } = (await api.owner.agent.delete(`/api/plugins/${ID}`).expect(409)).body;
      expect(error.message.en).toContain(`“Over” is archived, but people are still in it (2 stuck: ${names.join(', ')}): end the journey for them under Needs attention.`); // prettier-ignore
      expect(error.message['zh-CN']).toContain(`旅程“Over”已归档，但仍有客户在其中（2 人卡住：${names.join('、')}），请在“需要处理”中为其结束旅程。`); // prettier-ignore
      const { journeys } = await get(`/api/plugins/${ID}/usage`);
      expect(journeys).toMatchObject([{ id, state: 'archived', versions: [{ people: 2, parked: 2 }], parkedPeople: names.map((name) => ({ name })) }]); // prettier-ignore
      const { items } = await get(`/api/runs/quarantined?journey=${id}`);
      await post('/api/runs/repair', { runIds: (items as { id: number }[]).map((one) => one.id), action: 'end' });
      await api.owner.agent.delete(`/api/plugins/${ID}`).expect(204);
    }, 60_000);

    it('that hangs is waited for a moment, twice at most, and else asked beside everything, which moves on meanwhile', async () => {
      const long = { timeout: 60_000, interval: 50 };
      await install(
        api.database,
        manifestOf({ id: ID, version: '3.0.0', capabilities: [], nodes: [nodeOf({ uses: [], data: { reads: [] }, config: config('city') })] }),
        codeOf('execute: function () { for (;;) {} }'),
        { workspaceId: api.owner.workspaceId },
      ); // prettier-ignore
      const { id, revision } = await post('/api/journeys', { name: 'Hangs', document: { ...document, name: 'Hangs' } });
      await post(`/api/journeys/${id}/publish`, { revision });
      for (const parked of [2, 4, 6]) {
        await enter(id, 2);
        await expect.poll(() => counts(id), long).toMatchObject({ parked });
      }
      const calls = await api.database.read.rows<{ state: string }>(
        'SELECT state FROM outbox WHERE channel = ? AND run_id IN (SELECT id FROM run WHERE journey_id = ?)',
        [`plugin:${ID}`, id],
      );
      // The third two at the latest; those before, where the moment was over first.
      expect(calls.length).toBeGreaterThanOrEqual(2);
      expect(new Set(calls.map(({ state }) => state))).toEqual(new Set(['failed']));
      const { items } = await get(`/api/runs/quarantined?journey=${id}`);
      for (const { reason } of items as { reason: string }[])
        expect(reason).toMatch(/^plugin-fault: acme\.sky at node f: /);
    }, 200_000);

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
