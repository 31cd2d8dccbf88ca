import { auditPage, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApi, type Person, type TestApi } from '../testing.js';
import { queue } from './sending-scene.spec-kit.js';

for (const db of testDatabases())
  describe(`deliveries in the API on ${db.name}`, () => {
    let database: Database;
    let api: TestApi;
    let editor: Person;
    let stranger: Person;
    let workspaceId: number;
    beforeAll(async () => {
      database = await db.open();
      api = await testApi(database);
      editor = await api.person('editor');
      stranger = await api.stranger();
      workspaceId = api.owner.workspaceId;
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });
    beforeEach(() => run('DELETE FROM outbox'));

    const run = (sql: string): Promise<unknown> => database.inTransaction((tx) => tx.run(sql));
    const put = async (state: string, channel = 'mail', count = 1, more = ''): Promise<number[]> => {
      const ids = await queue(database, { workspaceId, channel, count });
      await run(`UPDATE outbox SET state = '${state}', due_at = 1000 + id ${more} WHERE id IN (${ids.join()})`);
      return ids;
    };
    const stateOf = async (id: number): Promise<string | undefined> =>
      (await database.read.rows<{ state: string }>('SELECT state FROM outbox WHERE id = ?', [id]))[0]?.state;
    const lastDeed = async (): Promise<unknown> =>
      (await auditPage(database.read, { workspaceId, limit: 1 }))[0]; // prettier-ignore

    test('are listed, the latest first, page by page, by state, channel and contact', async () => {
      const mails = await put('delivered', 'mail', 60);
      const hooks = await put('dead', 'webhook', 3, ", reason = 'http-503', attempt = 6");
      const { body: first } = await editor.agent.get('/api/deliveries').expect(200);
      expect(first.items).toHaveLength(50);
      expect(first.items[0]).toMatchObject({
        id: hooks[2],
        channel: 'webhook',
        contact: { id: hooks[2], name: null },
        journey: null,
        nodeId: 'n1',
        state: 'dead',
        attempt: 6,
        reason: 'http-503',
      });
      const { body: second } = await editor.agent.get(`/api/deliveries?cursor=${first.next}`).expect(200);
      expect(second.next).toBeNull();
      const all = [...first.items, ...second.items].map(({ id }: { id: number }) => id);
      expect(all).toEqual([...mails, ...hooks].reverse());
      const ids = async (query: string): Promise<number[]> =>
        (await editor.agent.get(`/api/deliveries?${query}`).expect(200)).body.items.map(({ id }: { id: number }) => id);
      expect(await ids('state=dead')).toEqual([...hooks].reverse());
      expect(await ids('channel=webhook&state=delivered')).toEqual([]);
      expect(await ids(`contact=${mails[7]}`)).toEqual([mails[7]]);
      expect(await ids(`contact=${mails[7]}&state=dead`)).toEqual([]);
      expect((await stranger.agent.get('/api/deliveries').expect(200)).body.items).toEqual([]);
      await editor.agent.get('/api/deliveries?cursor=x').expect(422);
      await editor.agent.get('/api/deliveries?state=lost').expect(422);
    });

    test('are summed up by channel', async () => {
      await put('ready', 'mail', 4);
      await put('paused', 'mail', 1);
      await put('unknown', 'mail', 2);
      await put('dead', 'webhook', 3);
      await editor.agent.put('/api/channels/webhook').send({ perSecond: 2.5, concurrency: 3 }).expect(200);
      const { body } = await editor.agent.get('/api/deliveries/summary').expect(200);
      const of = (name: string) => body.items.find(({ channel }: { channel: string }) => channel === name);
      expect(of('mail')).toMatchObject({ waiting: 5, sending: 0, unknown: 2, dead: 0, halted: false, perSecond: null, concurrency: 10 }); // prettier-ignore
      expect(of('mail').oldestWaitingAt).toBeGreaterThan(1_000);
      expect(of('webhook')).toMatchObject({ waiting: 0, dead: 3, perSecond: 2.5, concurrency: 3, oldestWaitingAt: null }); // prettier-ignore
      expect(body.items.map(({ channel }: { channel: string }) => channel)).toEqual(['inbox', 'mail', 'mint', 'webhook']); // prettier-ignore
    });

    test('dead and failed ones are sent again, nothing else, and nobody else’s', async () => {
      const [dead, failed, delivered] = [await put('dead'), await put('failed'), await put('delivered')].flat();
      const { body } = await editor.agent.post('/api/deliveries/retry').send({ ids: [dead, failed, delivered, 999_999] }).expect(200); // prettier-ignore
      expect(body).toEqual({ changed: 2, refused: [delivered, 999_999] });
      expect([await stateOf(dead!), await stateOf(failed!), await stateOf(delivered!)]).toEqual(['ready', 'ready', 'delivered']); // prettier-ignore
      expect(await lastDeed()).toMatchObject({ action: 'delivery.retried', subject: 'deliveries', details: { ids: [dead, failed] } }); // prettier-ignore
      const other = await put('dead');
      const refused = await stranger.agent.post('/api/deliveries/retry').send({ ids: other }).expect(200);
      expect(refused.body).toEqual({ changed: 0, refused: other });
    });

    test.each([
      ['delivered', 'delivered'],
      ['failed', 'failed'],
      ['send-again', 'ready'],
    ])('unknown ones are reconciled as %s', async (as, state) => {
      const [unknown, dead] = [await put('unknown'), await put('dead')].flat();
      const { body } = await editor.agent.post('/api/deliveries/reconcile').send({ ids: [unknown, dead], as }).expect(200); // prettier-ignore
      expect(body).toEqual({ changed: 1, refused: [dead] });
      expect(await stateOf(unknown!)).toBe(state);
      expect(await lastDeed()).toMatchObject({ action: 'delivery.reconciled', subject: `delivery ${unknown}`, details: { as } }); // prettier-ignore
    });

    test('a provider’s late word settles what is unknown, once however often it comes', async () => {
      const [id] = await put('unknown', 'webhook', 1, ', attempt = 2');
      const say = (key: string, person = editor) => person.agent.post('/api/deliveries/callback').send({ key, as: 'delivered' }); // prettier-ignore
      const key = `${workspaceId}:${id}:n1:1:send`;
      expect((await say(key).expect(200)).body).toEqual({ settled: true });
      expect((await say(key).expect(200)).body).toEqual({ settled: false });
      expect(await stateOf(id!)).toBe('delivered');
      const pending = await database.read.rows<{ pending: string }>('SELECT pending FROM run WHERE id = ?', [id]);
      expect(JSON.parse(pending[0]!.pending)).toMatchObject({ kind: 'receipt', receipt: { status: 'delivered' } });
      expect((await say('nothing').expect(404)).body.error.code).toBe('delivery.not-found');
      await say(key, stranger).expect(404);
    });

    test('channels: what is not named stays; each change is written down', async () => {
      const change = (channel: string, body: object) => editor.agent.put(`/api/channels/${channel}`).send(body);
      await change('mail', { perSecond: 10, burst: 20, concurrency: 2 }).expect(200);
      const { body } = await change('mail', { halted: true }).expect(200);
      expect(body).toMatchObject({ channel: 'mail', halted: true, perSecond: 10, burst: 20, concurrency: 2, pausedUntil: null }); // prettier-ignore
      expect(await lastDeed()).toMatchObject({ action: 'channel.halted', subject: 'channel mail', details: { before: { halted: false } } }); // prettier-ignore
      await change('mail', { halted: false, perSecond: null }).expect(200);
      await change('all', { halted: true }).expect(200);
      const { body: list } = await editor.agent.get('/api/channels').expect(200);
      const of = (name: string) => list.items.find(({ channel }: { channel: string }) => channel === name);
      expect(of('mail')).toMatchObject({ halted: false, perSecond: null, concurrency: 2, defaults: { concurrency: 10, dedupes: false } }); // prettier-ignore
      expect(of('all').halted).toBe(true);
      const { body: summary } = await editor.agent.get('/api/deliveries/summary').expect(200);
      expect(summary.items.every(({ halted }: { halted: boolean }) => halted)).toBe(true);
      await change('all', { halted: false }).expect(200);
      expect((await change('pigeon', { halted: true }).expect(404)).body.error.code).toBe('channel.not-found');
      expect((await change('all', { perSecond: 3 }).expect(422)).body.error.code).toBe('channel.all-only-halts');
      await change('mail', { perSecond: 0 }).expect(422);
      expect((await stranger.agent.get('/api/channels').expect(200)).body.items.every(({ halted }: { halted: boolean }) => !halted)).toBe(true); // prettier-ignore
      expect(api.errors).toEqual([]);
    });
  });
