import { VirtualClock } from '@sojourn/kernel';
import { advance, createEngine, type Engine } from '@sojourn/execution';
import { createJourneyStore } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plugins, programs } from '../plugins/shipped.js';
import { testApi, type TestApi } from '../testing.js';

const at = { x: 0, y: 0 };
const START = Date.parse('2026-03-02T02:00:00Z');

/** Entry -> coupon -> exit, and a wait that nobody is led to. */
const drawing = (name: string, poolId: number): object => ({
  schemaVersion: 1,
  name,
  entry: { position: at, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'always' } },
  exits: [],
  nodes: [
    { id: 'c', type: 'coupon', title: 'Welcome gift', config: { pool: String(poolId) }, position: at },
    { id: 'w', type: 'wait', config: { mode: 'duration', duration: { amount: 1, unit: 'days' } }, position: at },
    { id: 'x', type: 'exit', config: {}, position: at },
  ],
  edges: [
    { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'c' },
    { id: 'e2', from: { node: 'c', outcome: 'issued' }, to: 'x' },
  ],
});

for (const db of testDatabases())
  describe(`parked runs on ${db.name}`, () => {
    const clock = new VirtualClock(START);
    let api: TestApi;
    let engine: Engine;
    const sql = (text: string, ...params: unknown[]) => api.database.inTransaction((tx) => tx.run(text, params));
    const work = () => advance(engine, clock.now());
    const get = async (path: string) => (await api.owner.agent.get(path).expect(200)).body;
    const repair = async (body: object) => (await api.owner.agent.post('/api/runs/repair').send(body).expect(200)).body;

    /** A live journey whose coupon pool vanished behind the engine's back, with so many contacts stuck at the coupon. */
    const stuck = async (name: string, count: number) => {
      const { agent } = api.owner;
      const { body: pool } = await agent.post('/api/coupon-pools').send({ name }).expect(201);
      await agent
        .post(`/api/coupon-pools/${pool.id}/codes`)
        .send({ generate: { count: 10, prefix: 'A-' } })
        .expect(201);
      const { body: journey } = await agent.post('/api/journeys').send({ name, document: drawing(name, pool.id) }).expect(201); // prettier-ignore
      await agent.post(`/api/journeys/${journey.id}/publish`).send({ revision: journey.revision }).expect(200);
      await sql('UPDATE coupon_pool SET workspace_id = -workspace_id WHERE id = ?', pool.id);
      const userIds = Array.from({ length: count }, (_, i) => `${name}-${i}`);
      for (const externalId of userIds) await agent.post('/api/contacts').send({ externalId, name: externalId }).expect(201); // prettier-ignore
      await agent.post(`/api/journeys/${journey.id}/entries`).send({ userIds }).expect(200);
      clock.advanceTo(clock.now() + 1_000);
      await work();
      const { items } = await get(`/api/runs/quarantined?journey=${journey.id}`);
      return {
        journey: journey.id as number,
        pool: pool.id as number,
        runIds: (items as { id: number }[]).map(({ id }) => id),
      };
    };
    const mend = (pool: number) => sql('UPDATE coupon_pool SET workspace_id = -workspace_id WHERE id = ?', pool);

    beforeAll(async () => {
      api = await testApi(await db.open(), { clock });
      engine = createEngine({
        store: createJourneyStore(api.database),
        catalogue: plugins.catalogue,
        programs,
        // No code node is drawn here, so nothing is ever run in it.
        sandbox: { run: () => Promise.resolve([]), close: () => Promise.resolve() },
        couriers: [],
        clock,
      });
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    it('are listed with journey, step, contact, moment, reason and the ways out; and counted at their step', async () => {
      const { journey } = await stuck('Alpha', 2);
      const page = await get('/api/runs/quarantined');
      expect(page).toMatchObject({ total: 2, next: null, journeys: [{ id: journey, name: 'Alpha', count: 2 }] });
      expect(page.items[0]).toMatchObject({
        journey: { id: journey, name: 'Alpha' },
        version: 1,
        contact: { name: expect.stringMatching(/^Alpha-/) },
        node: { id: 'c', type: 'coupon', title: 'Welcome gift' },
        since: clock.now(),
        reason: expect.stringContaining('missing'),
      });
      expect(page.items[0].node.waysOut).toContainEqual({ outcome: 'issued', label: { en: 'Issued', 'zh-CN': expect.any(String) }, to: 'x' }); // prettier-ignore
      expect((await get(`/api/journeys/${journey}/counts`)).nodes).toMatchObject({ c: { here: 2, parked: 2 }, w: { parked: 0 } }); // prettier-ignore
      expect((await get('/api/overview')).quarantinedRuns).toBe(2);
      expect((await get('/api/runs/quarantined?search=alpha-1')).items).toHaveLength(1);
      expect((await get(`/api/runs/quarantined?journey=${journey}&node=w`)).total).toBe(0);
      const first = await get('/api/runs/quarantined?limit=1');
      const second = await get(`/api/runs/quarantined?limit=1&cursor=${first.next}`);
      expect([first.items[0].id, second.items[0].id]).toEqual([page.items[0].id, page.items[1].id]);
    });

    it('are tried again: still broken they are parked again, mended they go on', async () => {
      const { journey, pool, runIds } = await stuck('Bravo', 2);
      expect(await repair({ runIds, action: 'retry' })).toEqual({ repaired: 2, refused: [] });
      expect((await get(`/api/runs/quarantined?journey=${journey}`)).total).toBe(0);
      clock.advanceTo(clock.now() + 1_000);
      await work();
      expect((await get(`/api/runs/quarantined?journey=${journey}`)).total).toBe(2);
      await mend(pool);
      await repair({ runIds, action: 'retry' });
      clock.advanceTo(clock.now() + 1_000);
      await work();
      expect(await get(`/api/journeys/${journey}/counts`)).toMatchObject({
        entered: 2, active: 0, ended: { finished: 2 }, nodes: { c: { entered: 2, here: 0, parked: 0, outcomes: { issued: 2 } } },
      }); // prettier-ignore
    });

    it('leave by a chosen way, are moved to another step, are ended: the counts add up and the path says who did it', async () => {
      const { journey, runIds } = await stuck('Charlie', 4);
      const [a, b, c, d] = runIds as [number, number, number, number];
      expect(await repair({ runIds: [a], action: 'skip', outcome: 'issued' })).toEqual({ repaired: 1, refused: [] });
      expect(await repair({ runIds: [b, c], action: 'move', nodeId: 'w' })).toEqual({ repaired: 2, refused: [] });
      expect(await repair({ runIds: [d], action: 'end' })).toEqual({ repaired: 1, refused: [] });
      clock.advanceTo(clock.now() + 1_000);
      await work();
      expect(await get(`/api/journeys/${journey}/counts`)).toMatchObject({
        entered: 4,
        active: 2,
        ended: { finished: 1, removed: 1 },
        nodes: {
          c: { entered: 4, here: 0, parked: 0, outcomes: { issued: 1 } },
          w: { entered: 2, here: 2, outcomes: {} },
          x: { entered: 1, here: 0 },
        },
      });
      const runs = await get(`/api/journeys/${journey}/runs?state=active`);
      const contact = runs.items[0].contact.id;
      const [own] = await get(`/api/contacts/${contact}/runs`);
      expect(own.path[0]).toMatchObject({ nodeId: 'c', outcome: null, why: { code: 'repair.move', params: { by: expect.any(String) } } }); // prettier-ignore
    });

    it('somebody whose way to the step that fails was fine stands at that step, and does nothing before it twice', async () => {
      const { agent } = api.owner;
      const { body: pool } = await agent.post('/api/coupon-pools').send({ name: 'Later' }).expect(201);
      await agent
        .post(`/api/coupon-pools/${pool.id}/codes`)
        .send({ codes: ['L1'] })
        .expect(201);
      const document = {
        ...drawing('On the way', pool.id),
        nodes: [
          { id: 'u', type: 'update-contact', config: { addTags: ['greeted'] }, position: at },
          { id: 'c', type: 'coupon', config: { pool: 'Later' }, position: at },
          { id: 'x', type: 'exit', config: {}, position: at },
        ],
        edges: [
          { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'u' },
          { id: 'e2', from: { node: 'u', outcome: 'done' }, to: 'c' },
          { id: 'e3', from: { node: 'c', outcome: 'issued' }, to: 'x' },
        ],
      };
      const { body: journey } = await agent.post('/api/journeys').send({ name: 'On the way', document }).expect(201);
      await agent.post(`/api/journeys/${journey.id}/publish`).send({ revision: journey.revision }).expect(200);
      await mend(pool.id); // takes it away as well as it gives it back
      const { body: contact } = await agent.post('/api/contacts').send({ externalId: 'way', name: 'Way' }).expect(201);
      await agent
        .post(`/api/journeys/${journey.id}/entries`)
        .send({ userIds: ['way'] })
        .expect(200);
      clock.advanceTo(clock.now() + 1_000);
      await work();
      const { items } = await get(`/api/runs/quarantined?journey=${journey.id}`);
      expect(items).toMatchObject([{ node: { id: 'c' }, reason: 'missing: {"pool":"Later"}' }]);
      expect((await get(`/api/contacts/${contact.id}`)).tags).toEqual(['greeted']);
      expect((await get(`/api/journeys/${journey.id}/counts`)).nodes).toMatchObject({
        u: { entered: 1, here: 0, outcomes: { done: 1 } },
        c: { entered: 1, here: 1, parked: 1 },
      });
      await mend(pool.id);
      await repair({ runIds: [items[0].id], action: 'retry' });
      clock.advanceTo(clock.now() + 1_000);
      await work();
      expect(await get(`/api/journeys/${journey.id}/counts`)).toMatchObject({
        ended: { finished: 1 },
        nodes: { u: { entered: 1, outcomes: { done: 1 } }, c: { entered: 1, here: 0, outcomes: { issued: 1 } } },
      });
    });

    it('each repair is in the audit trail, once per journey, with the runs', async () => {
      const { journey, runIds } = await stuck('Delta', 2);
      await repair({ runIds, action: 'skip', outcome: 'issued' });
      const [entry] = (await get('/api/audit')).items;
      expect(entry).toMatchObject({
        action: 'runs.skipped',
        subject: `journey ${journey}`,
        user: { name: expect.any(String) },
        details: { outcome: 'issued', count: 2, runIds: [...runIds].sort((x, y) => x - y) },
      });
      expect(await get('/api/audit/verify')).toMatchObject({ ok: true });
    });

    it('what cannot be done is refused for that run alone', async () => {
      const { journey, runIds } = await stuck('Echo', 3);
      const [a, b] = runIds as [number, number];
      await repair({ runIds: [a], action: 'end' });
      const codes = async (body: object) =>
        (await repair(body)).refused.map(({ runId, code }: { runId: number; code: string }) => [runId, code]);
      expect(await codes({ runIds: [a, 9_999_999], action: 'retry' })).toEqual([[a, 'not-parked'], [9_999_999, 'not-found']]); // prettier-ignore
      expect(await codes({ runIds: [b], action: 'skip', outcome: 'nonsense' })).toEqual([[b, 'no-such-outcome']]);
      expect(await codes({ runIds: [b], action: 'move', nodeId: 'nowhere' })).toEqual([[b, 'no-such-node']]);
      expect(await codes({ runIds: [b], action: 'move', nodeId: 'c' })).toEqual([[b, 'same-node']]);
      await api.owner.agent.post(`/api/journeys/${journey}/archive`).send().expect(200);
      expect(await codes({ runIds: [b], action: 'retry' })).toEqual([[b, 'journey-over']]);
      expect(await repair({ runIds: [...runIds], action: 'end' })).toMatchObject({ repaired: 2 });
    });

    it('bad input is told so', async () => {
      const send = async (body: object) => (await api.owner.agent.post('/api/runs/repair').send(body).expect(422)).body.error; // prettier-ignore
      for (const [body, pointer] of [
        [{ action: 'retry' }, '/runIds'],
        [{ runIds: [], action: 'retry' }, '/runIds'],
        [{ runIds: Array.from({ length: 1_001 }, (_, i) => i + 1), action: 'retry' }, '/runIds'],
        [{ runIds: ['1; DROP'], action: 'retry' }, '/runIds'],
        [{ runIds: [1], action: 'explode' }, '/action'],
        [{ runIds: [1], action: 'skip' }, '/outcome'],
        [{ runIds: [1], action: 'move' }, '/nodeId'],
        [{ runIds: [1], action: 'end', extra: 1 }, '/extra'],
      ] as const) {
        const { code, details } = await send(body);
        expect(code).toBe('request.invalid');
        expect(details.issues.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
      }
      for (const query of ['cursor=x', 'limit=2000', 'limit=0', 'journey=abc', 'node=c'])
        await api.owner.agent.get(`/api/runs/quarantined?${query}`).expect(422);
    });

    it('another workspace sees and touches nothing; a viewer sees and cannot touch', async () => {
      const { runIds } = await stuck('Foxtrot', 1);
      const stranger = await api.stranger();
      expect((await stranger.agent.get('/api/runs/quarantined').expect(200)).body).toMatchObject({ total: 0, items: [], journeys: [] }); // prettier-ignore
      const { body } = await stranger.agent.post('/api/runs/repair').send({ runIds, action: 'end' }).expect(200);
      expect(body).toEqual({ repaired: 0, refused: [{ runId: runIds[0], code: 'not-found' }] });
      const viewer = await api.person('viewer');
      expect((await viewer.agent.get('/api/runs/quarantined').expect(200)).body.total).toBeGreaterThan(0);
      await viewer.agent.post('/api/runs/repair').send({ runIds, action: 'end' }).expect(403);
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
