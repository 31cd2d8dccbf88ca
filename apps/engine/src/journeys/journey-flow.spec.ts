import { VirtualClock, DAY, HOUR } from '@sojourn/kernel';
import type { Engine } from '@sojourn/execution';
import { advance, createEngine } from '@sojourn/execution';
import { createJourneyStore, insertInboxMessages } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageCourier } from '../couriers/index.js';
import { plugins, programs } from '../plugins/shipped.js';
import { testApi, type TestApi } from '../testing.js';

const at = { x: 0, y: 0 };
const START = Date.parse('2026-03-02T02:00:00Z');

/** Entry -> wait a day -> message -> exit. */
function drawing(name: string, rules: readonly object[], reentry: object = { mode: 'afterExit' }): object {
  return {
    schemaVersion: 1,
    name,
    timeZone: 'Asia/Shanghai',
    entry: { position: at, rules, reentry },
    exits: [{ id: 'bought', name: 'Bought', goal: true, when: { kind: 'event', event: 'Order Completed' } }],
    nodes: [
      {
        id: 'w',
        type: 'wait',
        title: 'A day',
        config: { mode: 'duration', duration: { amount: 1, unit: 'days' } },
        position: at,
      },
      {
        id: 'm',
        type: 'message',
        config: {
          channel: 'inbox',
          subject: 'Hello',
          body: 'Hello {{ contact.name | default: "you" }}',
          format: 'text',
        },
        position: at,
      },
      { id: 'x', type: 'exit', config: {}, position: at },
    ],
    edges: [
      { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'w' },
      { id: 'e2', from: { node: 'w', outcome: 'done' }, to: 'm' },
      { id: 'e3', from: { node: 'm', outcome: 'delivered' }, to: 'x' },
    ],
  };
}

for (const db of testDatabases())
  describe(`a journey through the API on ${db.name}`, () => {
    const clock = new VirtualClock(START);
    let api: TestApi;
    let engine: Engine;
    const work = () => advance(engine, clock.now());
    const publish = async (document: object): Promise<number> => {
      const { body } = await api.owner.agent
        .post('/api/journeys')
        .send({ name: (document as { name: string }).name, document })
        .expect(201);
      expect(body.issues.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
      await api.owner.agent.post(`/api/journeys/${body.id}/publish`).send({ revision: body.revision }).expect(200);
      return body.id;
    };
    const get = async (path: string) => (await api.owner.agent.get(path).expect(200)).body;

    beforeAll(async () => {
      api = await testApi(await db.open(), { clock });
      const { database } = api;
      const messages = createMessageCourier({
        renderer: api.ports.renderer,
        mailServer: () => Promise.resolve(undefined),
        keep: (entries) => insertInboxMessages(database, entries),
      });
      // No code node is drawn here, so nothing is ever run in it.
      const sandbox = { run: () => Promise.resolve([]), close: () => Promise.resolve() };
      engine = createEngine({
        store: createJourneyStore(database),
        catalogue: plugins.catalogue,
        programs,
        sandbox,
        couriers: [messages],
        clock,
      });
      for (const externalId of ['ana', 'bo', 'cy'])
        await api.owner.agent
          .post('/api/contacts')
          .send({ externalId, name: externalId, tags: externalId === 'ana' ? ['vip'] : [] })
          .expect(201);
      await work();
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    it('lets contacts in by name, moves them, counts them and tells their path', async () => {
      const id = await publish(drawing('By list', [{ id: 'api', kind: 'api' }]));
      const { body } = await api.owner.agent
        .post(`/api/journeys/${id}/entries`)
        .send({ userIds: ['ana', 'bo', 'nobody'] })
        .expect(200);
      expect(body).toEqual({ admitted: 2, refused: [{ userId: 'nobody', code: 'unknown-contact' }] });
      const again = await api.owner.agent
        .post(`/api/journeys/${id}/entries`)
        .send({ userIds: ['ana'] })
        .expect(200);
      expect(again.body).toEqual({ admitted: 0, refused: [{ userId: 'ana', code: 'reentry' }] });
      await work();
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({
        version: 1,
        entered: 2,
        active: 2,
        nodes: { w: { entered: 2, here: 2 } },
      });
      const inside = await get(`/api/journeys/${id}/runs?node=w&state=active`);
      expect(inside.items.map(({ contact, dueAt }: { contact: { name: string }; dueAt: number }) => [contact.name, dueAt])).toEqual([['bo', START + DAY], ['ana', START + DAY]]); // prettier-ignore

      clock.advanceTo(START + HOUR);
      const key = (await api.owner.agent.post('/api/api-keys').send({ name: 'shop', kind: 'write' })).body.key;
      await api.anyone().post('/v1/track').auth(key, '').send({ userId: 'bo', event: 'Order Completed' }).expect(200);
      await work();
      clock.advanceTo(START + DAY);
      await work();
      await work();
      const counts = await get(`/api/journeys/${id}/counts`);
      expect(counts).toMatchObject({
        entered: 2,
        active: 0,
        ended: { goal: 1, finished: 1 },
        nodes: {
          w: { here: 0, outcomes: { done: 1 } },
          m: { entered: 1, here: 0, outcomes: { delivered: 1 } },
          x: { entered: 1, here: 0 },
        },
      });
      expect((await get('/api/journeys')).items.find((row: { id: number }) => row.id === id)).toMatchObject({
        active: 0,
        entered: 2,
        goals: 1,
        nodeCount: 3,
        owner: 'Owner',
        state: 'live',
      });

      const inbox = await get('/api/inbox');
      expect(inbox.items).toMatchObject([
        { subject: 'Hello', body: 'Hello ana', contact: { name: 'ana' }, journey: { id, name: 'By list' } },
      ]);
      const ana = (await get('/api/contacts?search=ana')).items[0].id;
      const [run] = await get(`/api/contacts/${ana}/runs`);
      expect(run).toMatchObject({ journey: { name: 'By list' }, version: 1, state: 'ended', endReason: 'finished' });
      expect(run.path.filter(({ outcome }: { outcome: string | null }) => outcome !== null).map(({ nodeId, nodeTitle, outcome }: Record<string, string>) => [nodeId, nodeTitle, outcome])).toEqual(expect.arrayContaining([['w', 'A day', 'done'], ['m', null, 'delivered']])); // prettier-ignore
      const timeline = await get(`/api/contacts/${ana}/timeline`);
      const kinds = timeline.items.map(({ kind }: { kind: string }) => kind);
      expect(kinds[0]).toBe('run-ended');
      expect(kinds.at(-1)).toBe('run-started');
      expect(kinds).toEqual(expect.arrayContaining(['message', 'step']));
    });

    it('a segment lets in who comes later, not who was inside at publishing; includeCurrent lets in those too', async () => {
      const vip = { op: 'tag', tag: 'vip', is: 'present' };
      const later = await publish(drawing('Later', [{ id: 's', kind: 'segment', condition: vip }]));
      const all = await publish(drawing('All', [{ id: 's', kind: 'segment', condition: vip, includeCurrent: true }]));
      await work();
      expect((await get(`/api/journeys/${later}/counts`)).entered).toBe(0);
      expect((await get(`/api/journeys/${all}/counts`)).entered).toBe(1);
      const bo = (await get('/api/contacts?search=bo')).items[0].id;
      await api.owner.agent
        .patch(`/api/contacts/${bo}`)
        .send({ addTags: ['vip'] })
        .expect(200);
      await work();
      expect((await get(`/api/journeys/${later}/counts`)).entered).toBe(1);
      expect((await get(`/api/journeys/${all}/counts`)).entered).toBe(2);
    });

    it('schedules and birthdays have their timers, laid anew after a pause', async () => {
      const id = await publish(
        drawing('By time', [
          {
            id: 'weekly',
            kind: 'schedule',
            rrule: 'FREQ=WEEKLY;BYDAY=MO',
            start: '2026-03-02T09:00',
            timeZone: 'Asia/Shanghai',
          },
          { id: 'birthday', kind: 'date', attribute: 'birthday', offsetDays: 0, at: '09:00', yearly: true },
        ]),
      );
      const cy = (await get('/api/contacts?search=cy')).items[0].id;
      const timers = () =>
        api.database.read.rows(
          'SELECT entry_id AS entry, contact_id AS contact, due_at AS due FROM entry_timer WHERE journey_id = ? ORDER BY entry_id',
          [id],
        );
      const weekly = { entry: 'weekly', contact: 0, due: Date.parse('2026-03-09T01:00:00Z') };
      expect(await timers()).toEqual([weekly]);
      await api.owner.agent.post(`/api/journeys/${id}/pause`).expect(200);
      expect(await timers()).toEqual([]);
      await api.owner.agent
        .patch(`/api/contacts/${cy}`)
        .send({ attributes: { birthday: '1990-03-05' } })
        .expect(200);
      await work();
      expect((await api.owner.agent.post(`/api/journeys/${id}/resume`).expect(200)).body.state).toBe('live');
      expect(await timers()).toEqual([
        { entry: 'birthday', contact: cy, due: Date.parse('2026-03-05T01:00:00Z') },
        weekly,
      ]);
    });

    it('a pause holds everyone where they stand; archiving ends their runs and allows deletion', async () => {
      const id = await publish(drawing('Paused', [{ id: 'api', kind: 'api' }]));
      await api.owner.agent
        .post(`/api/journeys/${id}/entries`)
        .send({ userIds: ['cy'] })
        .expect(200);
      await work();
      await api.owner.agent.post(`/api/journeys/${id}/pause`).expect(200);
      clock.advanceTo(clock.now() + 2 * DAY);
      await work();
      expect((await get(`/api/journeys/${id}/runs`)).items).toMatchObject([{ state: 'paused', nodeId: 'w' }]);
      expect((await api.owner.agent.delete(`/api/journeys/${id}`).expect(409)).body.error.code).toBe('journey.in-use');
      await api.owner.agent.post(`/api/journeys/${id}/archive`).expect(200);
      expect(await get(`/api/journeys/${id}/counts`)).toMatchObject({
        active: 0,
        ended: { removed: 1 },
        nodes: { w: { here: 0 } },
      });
      await api.owner.agent.delete(`/api/journeys/${id}`).expect(204);
      await api.owner.agent.get(`/api/journeys/${id}`).expect(404);
    });

    it('drafts carry revisions; versions never change; duplicates are drafts', async () => {
      const id = await publish(drawing('Edited', [{ id: 'api', kind: 'api' }]));
      const { agent } = api.owner;
      const saved = await agent
        .put(`/api/journeys/${id}/draft`)
        .send({ revision: 1, document: drawing('Renamed', []) })
        .expect(200);
      expect(saved.body).toMatchObject({
        revision: 2,
        issues: expect.arrayContaining([expect.objectContaining({ code: 'entry.no-rule' })]),
      });
      const stale = await agent
        .put(`/api/journeys/${id}/draft`)
        .send({ revision: 1, document: drawing('Lost', []) })
        .expect(409);
      expect(stale.body.error.details).toEqual({ revision: 2 });
      expect((await get(`/api/journeys/${id}/versions/1`)).document.name).toBe('Edited');
      expect((await get(`/api/journeys/${id}/versions`)).items).toMatchObject([
        { number: 1, active: 0, publishedBy: 'Owner' },
      ]);
      const copy = await agent.post(`/api/journeys/${id}/duplicate`).expect(201);
      expect(copy.body).toMatchObject({ name: 'Renamed (2)', state: 'draft', liveVersion: null });
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
