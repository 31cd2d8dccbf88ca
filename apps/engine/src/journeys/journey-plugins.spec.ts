import { advance, createEngine, deliverBatch, type Courier, type Engine, type OutboxItem } from '@sojourn/execution';
import { remedyFor } from '@sojourn/journey';
import { HOUR, VirtualClock } from '@sojourn/kernel';
import { to, type Migrated, type NodeProgram, type Receipt } from '@sojourn/plugin-sdk/engine';
import { createJourneyStore } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePlugins, weather } from '../node-types/fake-plugins.spec-kit.js';
import { plugins, programs } from '../plugins/shipped.js';
import { testApi, type TestApi } from '../testing.js';
import { resumeParked } from '../worker/resume-parked.js';

const at = { x: 0, y: 0 };
const FORECAST = 'acme.weather/forecast';

/** Entry -> forecast -> (dry) exit; wet waits an hour first. */
const drawing = (name: string, more: object = {}, config: object = { city: 'Oslo' }): object => ({
  schemaVersion: 1,
  name,
  entry: { position: at, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'always' } },
  exits: [],
  nodes: [
    { id: 'f', type: FORECAST, title: 'Sky', config, position: at, ...more },
    { id: 'w', type: 'wait', config: { mode: 'duration', duration: { amount: 1, unit: 'hours' } }, position: at },
    { id: 'x', type: 'exit', config: {}, position: at },
  ],
  edges: [
    { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'f' },
    { id: 'e2', from: { node: 'f', outcome: 'dry' }, to: 'x' },
    { id: 'e3', from: { node: 'f', outcome: 'wet' }, to: 'w' },
    { id: 'e4', from: { node: 'f', outcome: 'failed' }, to: 'x' },
    { id: 'e5', from: { node: 'w', outcome: 'done' }, to: 'f' },
  ],
});
/** Leaves by an outcome, everybody. */
const always = (outcome: string): NodeProgram<never> => ({
  execute: (_, { items }) => items.map((item) => to(item, outcome)),
});

for (const db of testDatabases())
  describe(`journeys with plugins on ${db.name}`, () => {
    const clock = new VirtualClock(Date.parse('2026-03-02T02:00:00Z'));
    let api: TestApi;
    let fake = new FakePlugins();
    let engine: Engine;
    let contacts = 0;
    const calls: OutboxItem[] = [];
    /** What becomes of calls; by default the sky is blue and they leave by `dry`. */
    let outcome: Receipt | undefined;
    const work = () => advance(engine, clock.now());
    const get = async (path: string) => (await api.owner.agent.get(path).expect(200)).body;
    const create = async (document: object) =>
      (await api.owner.agent.post('/api/journeys').send({ name: (document as { name: string }).name, document }).expect(201)).body; // prettier-ignore
    const publish = async (id: number, revision: number, status = 200) =>
      (await api.owner.agent.post(`/api/journeys/${id}/publish`).send({ revision }).expect(status)).body;
    const live = async (document: object): Promise<number> => {
      const { id, revision } = await create(document);
      await publish(id, revision);
      return id;
    };
    const enter = async (id: number, count = 1) => {
      const userIds = Array.from({ length: count }, () => `c${contacts++}`);
      for (const externalId of userIds) await api.owner.agent.post('/api/contacts').send({ externalId, attributes: { city: 'Oslo', salary: 9 } }).expect(201); // prettier-ignore
      await api.owner.agent.post(`/api/journeys/${id}/entries`).send({ userIds }).expect(200);
      await work();
    };
    const parked = async (id: number) => (await get(`/api/runs/quarantined?journey=${id}`)).items;
    const resume = () => resumeParked(api.database, fake, clock);

    beforeAll(async () => {
      const outer = {
        installed: (w: number) => fake.catalogue.installed(w),
        byPins: (...a: Parameters<FakePlugins['catalogue']['byPins']>) => fake.catalogue.byPins(...a),
        versionsOf: (...a: Parameters<FakePlugins['catalogue']['versionsOf']>) => fake.catalogue.versionsOf(...a),
      };
      const runner: FakePlugins['runner'] = {
        call: (a) => fake.runner.call(a),
        rehearse: (a) => fake.runner.rehearse(a),
      };
      api = await testApi(await db.open(), { clock, pluginCatalogue: outer, pluginRunner: runner });
    });
    beforeEach(() => {
      fake = new FakePlugins();
      calls.length = 0;
      outcome = undefined;
      const courier: Courier = {
        kind: 'plugin',
        deliver: (items, now) => {
          calls.push(...items);
          const blue = { item: 0, do: 'to', outcome: 'dry', patch: { set: { sky: 'blue' } } };
          const final = outcome ?? { status: 'delivered', data: { decision: blue } };
          return Promise.resolve(items.map(({ id }) => ({ id, at: now, final })));
        },
      };
      engine = createEngine({
        store: createJourneyStore(api.database),
        catalogue: plugins.catalogue,
        programs,
        plugins: fake,
        sandbox: { run: () => Promise.resolve([]), close: () => Promise.resolve() },
        couriers: [courier],
        clock,
      });
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    it('pins what the workspace has when it is drawn, keeps it when others are installed, and freezes it in the version', async () => {
      const one = fake.install(weather('1.0.0'), always('dry'));
      const { id, revision, document } = await create(drawing('Pins'));
      expect(document.plugins).toEqual({ [FORECAST]: one });
      fake.install(weather('2.0.0'), always('dry'));
      // A canvas that knows nothing of pins saves what it drew.
      const saved = await api.owner.agent.put(`/api/journeys/${id}/draft`).send({ document: drawing('Pins'), revision }).expect(200); // prettier-ignore
      expect((await get(`/api/journeys/${id}`)).document.plugins).toEqual({ [FORECAST]: one });
      await publish(id, saved.body.revision);
      expect((await get(`/api/journeys/${id}/versions/1`)).document.plugins).toEqual({ [FORECAST]: one });
      const types = await get(`/api/node-types?journey=${id}`);
      expect(types.find(({ name }: { name: string }) => name === FORECAST)).toMatchObject({ plugin: one && { id: one.plugin, version: '1.0.0', hash: one.hash }, state: 'ok', kind: 'split' }); // prettier-ignore
      const palette = await get('/api/node-types');
      expect(palette.find(({ name }: { name: string }) => name === FORECAST)).toMatchObject({ version: '2.0.0' });
      expect(palette.find(({ name }: { name: string }) => name === 'wait')).toMatchObject({ state: 'ok' });
    });

    it('is not published with a plugin that cannot be used, and says in both languages what to do; it stays drawn as a ghost', async () => {
      const pin = fake.install(weather('1.0.0'), always('dry'));
      const { id, revision } = await create(drawing('Blocked'));
      for (const state of ['missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const) {
        fake.set(pin, state);
        const { error } = await publish(id, revision, 422);
        expect(error.details.issues[0]).toMatchObject({ code: 'node.plugin-unavailable', nodeId: 'f', message: remedyFor('acme.weather', state) }); // prettier-ignore
        const types = await get(`/api/node-types?journey=${id}`);
        expect(types.find(({ name }: { name: string }) => name === FORECAST)).toMatchObject({ state, remedy: remedyFor('acme.weather', state) }); // prettier-ignore
      }
      fake.lose(pin);
      expect((await get(`/api/journeys/${id}`)).issues[0]).toMatchObject({ code: 'node.unknown-type', message: remedyFor('acme.weather', 'missing') }); // prettier-ignore
      expect((await publish(id, revision, 422)).error.code).toBe('journey.invalid');
    });

    it('runs, and when the plugin is switched off parks who comes; when it is back they go on by themselves', async () => {
      const pin = fake.install(weather('1.0.0'), always('dry'));
      const id = await live(drawing('Runs'));
      await enter(id, 3);
      expect(fake.batches.map(({ items }) => items.length)).toEqual([3]);
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({ active: 0, ended: { finished: 3 } });
      fake.set(pin, 'disabled');
      await enter(id, 2);
      const rows = await parked(id);
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({
        node: { id: 'f', title: 'Sky' },
        reason: 'plugin-unavailable: acme.weather disabled',
      });
      expect(rows[0].node.waysOut.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['dry', 'wet', 'failed']);
      expect(await resume()).toBe(0);
      fake.set(pin, 'ok');
      expect(await resume()).toBe(2);
      await work();
      expect(await parked(id)).toEqual([]);
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({ active: 0, ended: { finished: 5 } });
    });

    it('keeps everybody else moving while its bytes are gone, and compiles again when they are back', async () => {
      const pin = fake.install(weather('1.0.0'), always('wet'));
      const id = await live(drawing('Gone'));
      await enter(id, 2); // they wait an hour now
      const bring = fake.lose(pin);
      engine = createEngine({ ...engine, catalogue: plugins.catalogue, couriers: [], plugins: fake });
      await enter(id, 1); // a new engine sees a ghost
      expect((await parked(id)).map(({ reason }: { reason: string }) => reason)).toEqual(['plugin-unavailable: acme.weather missing']); // prettier-ignore
      clock.advanceTo(clock.now() + HOUR);
      await work(); // the wait is over for the others: they come to the ghost
      expect(await parked(id)).toHaveLength(3);
      bring();
      expect(await resume()).toBe(3);
      await work();
      expect(await parked(id)).toEqual([]);
      expect((await get(`/api/journeys/${id}/counts`)).nodes.w).toMatchObject({ entered: 5, here: 3 });
    });

    it('leaves by the outcome for failure where the step says so', async () => {
      const pin = fake.install(weather('1.0.0'), always('dry'));
      const id = await live(drawing('Goes on', { whenUnavailable: 'failure' }));
      fake.set(pin, 'revoked');
      await enter(id, 2);
      expect(await parked(id)).toEqual([]);
      expect((await get(`/api/journeys/${id}/counts`)).nodes.f.outcomes).toEqual({ failed: 2 });
    });

    it('skips a plugin that is gone by an outcome that its manifest alone knows', async () => {
      const pin = fake.install(weather('1.0.0'), always('dry'));
      const id = await live({ ...drawing('Skips'), edges: [{ id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'f' }] }); // prettier-ignore
      fake.set(pin, 'disabled');
      await enter(id);
      const [{ id: runId }] = await parked(id);
      const skip = (outcome: string) => api.owner.agent.post('/api/runs/repair').send({ runIds: [runId], action: 'skip', outcome }).expect(200); // prettier-ignore
      expect((await skip('snow')).body.refused).toEqual([{ runId, code: 'no-such-outcome' }]);
      expect((await skip('wet')).body.repaired).toBe(1);
    });

    it('calls out after the commit: the outbox holds what may cross, and the receipt moves the run on', async () => {
      fake.install(weather('1.0.0', { uses: ['http'] }), always('dry'));
      const id = await live(drawing('Calls'));
      await enter(id, 1);
      await deliverBatch(engine, clock.now());
      expect(calls).toHaveLength(1);
      const { effect, key } = calls[0]!;
      expect(effect).toMatchObject({ kind: 'plugin', action: 'call-1', type: FORECAST, journeyId: id, item: { contact: { attributes: { city: 'Oslo' } } } }); // prettier-ignore
      expect(JSON.stringify(effect)).not.toContain('salary');
      expect(key).toMatch(/:f:1:call-1$/);
      await work();
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({
        active: 0,
        nodes: { f: { outcomes: { dry: 1 } } },
      });
      const { items } = await get('/api/contacts?search=c' + (contacts - 1));
      expect((await get(`/api/contacts/${items[0].id}`)).attributes).toMatchObject({ sky: 'blue' });
    });

    it('calls anew when somebody lets a call that came to nothing be tried again, and counts its calls', async () => {
      fake.install(weather('1.0.0', { uses: ['http'] }), always('dry'));
      const id = await live(drawing('Calls again'));
      outcome = { status: 'failed', reason: 'plugin-fault', data: { fault: 'the sky fell' } };
      await enter(id, 1);
      await work();
      const [{ id: runId, reason }] = await parked(id);
      expect(reason).toBe('plugin-fault: acme.weather at node f: the sky fell');
      outcome = undefined;
      await api.owner.agent
        .post('/api/runs/repair')
        .send({ runIds: [runId], action: 'retry' })
        .expect(200);
      await work();
      expect(calls.map(({ effect }) => 'action' in effect && effect.action)).toEqual(['call-1', 'call-2']);
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({ active: 0, ended: { finished: 1 } });
    });

    it('parks who is called while the plugin is taken away, and calls again when it is back', async () => {
      const pin = fake.install(weather('1.0.0', { uses: ['http'] }), always('dry'));
      const id = await live(drawing('Taken away'));
      outcome = { status: 'failed', reason: 'plugin-unavailable', data: { state: 'disabled' } };
      await enter(id, 1);
      await work();
      expect((await parked(id)).map(({ reason }: { reason: string }) => reason)).toEqual(['plugin-unavailable: acme.weather disabled']); // prettier-ignore
      fake.set(pin, 'disabled');
      expect(await resume()).toBe(0);
      fake.set(pin, 'ok');
      outcome = undefined;
      expect(await resume()).toBe(1);
      await work();
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({ active: 0, ended: { finished: 1 } });
    });

    it('that come from elsewhere, pinned to a version that was never here, are moved to the one that is', async () => {
      const pins = { [FORECAST]: { plugin: 'acme.weather', version: '1.0.0', hash: 'e'.repeat(64) } };
      const { id, revision, issues } = await create({ ...drawing('Brought'), plugins: pins });
      expect(issues[0].message.en).toContain('is not installed');
      expect((await get(`/api/journeys/${id}/plugin-upgrades`)).items).toEqual([]);
      const two = fake.install(weather('2.0.0'), always('dry'));
      expect((await get(`/api/journeys/${id}`)).issues[0].message.en).toMatch(
        /version 1\.0\.0 .* 2\.0\.0 is installed/,
      );
      const { items } = await get(`/api/journeys/${id}/plugin-upgrades`);
      expect(items).toMatchObject([{ type: FORECAST, from: { version: '1.0.0', state: 'missing' }, to: { version: '2.0.0', hash: two.hash }, nodes: ['f'] }]); // prettier-ignore
      const moved = await api.owner.agent.post(`/api/journeys/${id}/plugin-upgrades/apply`).send({ type: FORECAST, toHash: two.hash, revision }).expect(200); // prettier-ignore
      await publish(id, moved.body.revision);
    });

    describe('upgrades', () => {
      const migrating: NodeProgram<never> = {
        ...always('wet'),
        migrate: (config, { from }): Migrated =>
          from === 1
            ? { config: { place: config['city'] ?? null } }
            : {
                config: { place: config['place'] ?? null, unit: 'C' },
                lossy: [{ pointer: '/city', message: { en: 'Renamed', 'zh-CN': '已改名' } }],
              },
      };
      const next = () =>
        weather('2.0.0', {
          typeVersion: 3,
          hooks: ['migrate'],
          config: {
            type: 'object',
            properties: { place: { type: ['string', 'null'] }, unit: { type: 'string' } },
            additionalProperties: false,
          },
        });
      const post = async (id: number, what: string, body: object, status = 200) =>
        (await api.owner.agent.post(`/api/journeys/${id}/plugin-upgrades/${what}`).send(body).expect(status)).body;

      it('are listed, shown with their differences on people, applied to the draft, published and taken back; people under way finish on theirs', async () => {
        const one = fake.install(weather('1.0.0'), always('wet'));
        const id = await live(drawing('Upgrade'));
        await enter(id, 2); // wet: they wait an hour and come back on version 1
        expect(await get(`/api/journeys/${id}/plugin-upgrades`)).toEqual({ items: [], rollbacks: [] });
        const two = fake.install(next(), { ...migrating, ...always('dry') });
        const { items } = await get(`/api/journeys/${id}/plugin-upgrades`);
        expect(items).toMatchObject([{ type: FORECAST, plugin: 'acme.weather', from: { version: '1.0.0' }, to: { version: '2.0.0', hash: two.hash }, nodes: ['f'] }]); // prettier-ignore

        const before = await get(`/api/journeys/${id}`);
        const preview = await post(id, 'preview', { type: FORECAST, toHash: two.hash, contacts: 5 });
        expect(preview.nodes).toMatchObject([
          {
            nodeId: 'f',
            before: { city: 'Oslo' },
            after: { place: 'Oslo', unit: 'C' },
            changes: [{ pointer: '/city', before: 'Oslo' }, { pointer: '/place', after: 'Oslo' }, { pointer: '/unit', after: 'C' }],
            lossy: [{ pointer: '/city', message: { en: 'Renamed' } }],
            compared: { contacts: 5, same: 0 },
          },
        ]); // prettier-ignore
        expect(preview.nodes[0].compared.different[0]).toMatchObject({ before: 'wet', after: 'dry', contact: { id: expect.any(Number) } }); // prettier-ignore
        expect(preview.issues.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
        expect(await get(`/api/journeys/${id}`)).toEqual(before);

        const stale = { type: FORECAST, toHash: two.hash, revision: before.revision + 1 };
        expect((await post(id, 'apply', stale, 409)).error.code).toBe('journey.stale-revision');
        const { revision } = await post(id, 'apply', { ...stale, revision: before.revision });
        expect(revision).toBe(before.revision + 1);
        expect((await get(`/api/journeys/${id}`)).document).toMatchObject({ plugins: { [FORECAST]: two }, nodes: [{ config: { place: 'Oslo', unit: 'C' } }, {}, {}] }); // prettier-ignore
        await publish(id, revision);

        await enter(id, 3); // on version 2: dry, over at once
        fake.batches.length = 0;
        clock.advanceTo(clock.now() + HOUR);
        await work();
        const own = fake.batches.filter(({ journeyId }) => journeyId === id);
        expect(own.map(({ pin, items: people, config }) => [pin.version, people.length, config])).toEqual([['1.0.0', 2, { city: 'Oslo' }]]); // prettier-ignore
        const versions = await get(`/api/journeys/${id}/versions`);
        expect(versions.items.map(({ number, active }: { number: number; active: number }) => [number, active])).toEqual([[2, 0], [1, 2]]); // prettier-ignore

        const { rollbacks } = await get(`/api/journeys/${id}/plugin-upgrades`);
        expect(rollbacks).toMatchObject([
          { type: FORECAST, to: { version: '1.0.0', hash: one.hash }, journeyVersion: 1 },
        ]);
        const back = await post(id, 'rollback', { type: FORECAST, toHash: one.hash, revision });
        expect((await get(`/api/journeys/${id}`)).document).toMatchObject({ plugins: { [FORECAST]: one }, nodes: [{ config: { city: 'Oslo' } }, {}, {}] }); // prettier-ignore
        await publish(id, back.revision);
      });

      it('are refused with words: no such type, no such version, one that cannot be used, a migration that fails', async () => {
        fake.install(weather('1.0.0'), always('dry'));
        const { id, revision } = await create(drawing('Refused'));
        const two = fake.install(next(), { ...migrating, migrate: () => { throw new Error('no such city'); } }); // prettier-ignore
        const upgrade = { type: FORECAST, toHash: two.hash, revision };
        expect((await post(id, 'apply', { ...upgrade, type: 'acme.news/read' }, 404)).error.code).toBe(
          'journey.no-such-type',
        );
        expect((await post(id, 'apply', { ...upgrade, type: 'wait' }, 404)).error.code).toBe('journey.no-such-type');
        expect((await post(id, 'apply', { ...upgrade, toHash: 'f'.repeat(64) }, 404)).error.code).toBe('journey.no-such-plugin-version'); // prettier-ignore
        const { error } = await post(id, 'apply', upgrade, 422);
        expect(error).toMatchObject({ code: 'journey.not-migrated', details: { nodeId: 'f' } });
        expect(error.message.en).toContain('no such city');
        expect((await post(id, 'preview', { type: FORECAST, toHash: two.hash })).nodes).toMatchObject([{ after: null, fault: { en: expect.stringContaining('no such city') } }]); // prettier-ignore
        fake.set(two, 'revoked');
        expect((await post(id, 'apply', upgrade, 409)).error).toMatchObject({ code: 'journey.plugin-unavailable', details: { state: 'revoked' } }); // prettier-ignore
        fake.set(two, 'ok');
        expect((await post(id, 'rollback', upgrade, 404)).error.code).toBe('journey.no-such-plugin-version');
        expect((await get(`/api/journeys/${id}`)).revision).toBe(revision);
      });

      it('without a migration say so, and of versions that call out it is said how they were compared', async () => {
        fake.install(weather('1.0.0', { uses: ['http'] }), always('dry'));
        const { id } = await create(drawing('Calls out'));
        const same = fake.install(weather('1.1.0', { uses: ['http'] }), always('dry'));
        const { nodes } = await post(id, 'preview', { type: FORECAST, toHash: same.hash });
        expect(nodes).toMatchObject([{ changes: [], lossy: [], compared: { different: [] }, note: { en: expect.stringContaining('Nobody was called') }, after: { city: 'Oslo' } }]); // prettier-ignore
        const newer = fake.install(weather('2.0.0', { typeVersion: 2 }), always('dry'));
        expect((await post(id, 'preview', { type: FORECAST, toHash: newer.hash })).nodes[0].fault).toEqual({ en: expect.stringContaining('brings no migration'), 'zh-CN': expect.stringContaining('未提供迁移') }); // prettier-ignore
      });
    });

    it('tells which step sees which personal data, writes what, and where it may go', async () => {
      fake.install(weather('1.0.0', { uses: ['http'] }), always('dry'));
      const document = drawing('Privacy') as { nodes: object[] };
      document.nodes.push(
        { id: 'm', type: 'message', config: { channel: 'inbox', body: 'Hi', format: 'text' }, position: at },
        { id: 'h', type: 'webhook', config: { url: 'https://crm.example/in', body: {} }, position: at },
        { id: 'u', type: 'update-contact', config: { set: [{ attribute: 'tier', value: 'gold' }], addTags: ['seen'] }, position: at }, // prettier-ignore
        { id: 'n', type: 'acme.news/read', config: {}, position: at },
      );
      const { id } = await create(document);
      const { nodes } = await get(`/api/journeys/${id}/personal-data`);
      const row = (nodeId: string) => nodes.find((one: { nodeId: string }) => one.nodeId === nodeId);
      expect(row('f')).toMatchObject({ title: 'Sky', type: FORECAST, plugin: 'acme.weather', version: '1.0.0', reads: ['attributes.city'], writes: ['attributes.sky'], hosts: ['api.acme.example'], channels: [] }); // prettier-ignore
      expect(row('f').reasons.map(({ capability }: { capability: string }) => capability)).toEqual(['contacts.read', 'http']); // prettier-ignore
      expect(row('m')).toMatchObject({ plugin: null, hosts: [], channels: ['inbox'], writes: [] });
      expect(row('m').reads).toEqual(expect.arrayContaining(['email', 'attributes.*']));
      expect(row('h')).toMatchObject({ hosts: ['crm.example'] });
      expect(row('u')).toMatchObject({ writes: ['attributes.tier', 'tags.seen'], hosts: [] });
      expect(row('x')).toMatchObject({ reads: [], writes: [], hosts: [], channels: [], reasons: [] });
      expect(row('n')).toMatchObject({ plugin: null, reads: [], hosts: [] });
      await api.owner.agent.get('/api/journeys/987654/personal-data').expect(404);
    });
  });
