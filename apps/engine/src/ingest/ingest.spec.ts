import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { testDatabases } from '@sojourn/storage/testing';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

for (const db of testDatabases())
  describe(`the tracking API on ${db.name}`, () => {
    let api: TestApi;
    let key: string;
    beforeAll(async () => {
      api = await testApi(await db.open());
      key = (await api.owner.agent.post('/api/api-keys').send({ name: 'shop', kind: 'write' }).expect(201)).body.key;
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    const post = (path: string, body: object | string) => api.anyone().post(path).auth(key, '').send(body);
    const eventsOf = async (userId: string) =>
      api.database.read.rows<{ type: string; occurredAt: number; properties: string }>(
        'SELECT e.type, e.occurred_at AS occurredAt, e.properties FROM event e JOIN contact c ON c.id = e.contact_id WHERE c.external_id = ? ORDER BY e.id',
        [userId],
      );
    const contactOf = async (userId: string) => {
      const found = await api.owner.agent.get('/api/contacts').query({ search: userId }).expect(200);
      return (
        found.body.items[0] && (await api.owner.agent.get(`/api/contacts/${found.body.items[0].id}`).expect(200)).body
      );
    };

    it('the real @segment/analytics-node delivers all its calls', async () => {
      await api.app.listen(0, '127.0.0.1');
      const { port } = api.app.getHttpServer().address() as AddressInfo;
      const failures: unknown[] = [];
      const analytics = new Analytics({ writeKey: key, host: `http://127.0.0.1:${port}`, flushAt: 3, maxRetries: 0 });
      analytics.on('error', (error) => failures.push(error));
      const userId = 'sdk-user';
      analytics.identify({
        userId,
        traits: { email: 'sdk@example.com', name: 'Wang Fang', plan: 'gold' },
        context: { timezone: 'Europe/Berlin', locale: 'de-DE' },
      });
      analytics.track({
        userId,
        event: 'Order Completed',
        properties: { total: 99.5, items: [{ sku: 'a' }] },
        timestamp: new Date('2026-01-02T03:04:05.678Z'),
      });
      analytics.page({ userId, name: 'Home', category: 'Shop', properties: { url: 'https://shop.example/' } });
      analytics.screen({ userId, name: 'Cart' });
      analytics.group({ userId, groupId: 'family', traits: { size: 3 } });
      analytics.alias({ userId, previousId: 'sdk-visitor' });
      await analytics.closeAndFlush({ timeout: 10_000 });
      expect(failures).toEqual([]);

      const events = await eventsOf(userId);
      expect(events.filter(({ type }) => !type.startsWith('$')).map(({ type }) => type).sort()).toEqual(['Order Completed', 'group', 'page_viewed', 'screen_viewed']); // prettier-ignore
      const order = events.find(({ type }) => type === 'Order Completed');
      expect(order?.occurredAt).toBe(Date.parse('2026-01-02T03:04:05.678Z'));
      expect(JSON.parse(order?.properties ?? '')).toEqual({ total: 99.5, items: [{ sku: 'a' }] });
      expect(JSON.parse(events.find(({ type }) => type === 'page_viewed')?.properties ?? '')).toEqual({
        url: 'https://shop.example/',
        name: 'Home',
        category: 'Shop',
      });
      expect(await contactOf(userId)).toMatchObject({
        externalId: userId,
        email: 'sdk@example.com',
        name: 'Wang Fang',
        timeZone: 'Europe/Berlin',
        language: 'de-DE',
        attributes: { plan: 'gold' },
        identities: expect.arrayContaining([expect.objectContaining({ kind: 'anonymousId', value: 'sdk-visitor' })]),
      });
    });

    it('a second call with the same messageId is answered 200 and changes nothing', async () => {
      const call = { userId: 'twice', event: 'Viewed', messageId: 'm-1' };
      await post('/v1/track', call).expect(200, { success: true });
      await post('/v1/track', { ...call, event: 'Other' }).expect(200, { success: true });
      expect((await eventsOf('twice')).map(({ type }) => type)).toEqual(['Viewed']);
    });

    it('a messageId of the engine’s own, or of a plugin’s source, is nobody else’s', async () => {
      for (const messageId of ['sojourn:1', 'plugin-source:1:o-1']) {
        const { body } = await post('/v1/track', { userId: 'squatter', event: 'Viewed', messageId }).expect(400);
        expect(body.error).toMatchObject({ code: 'ingest.bad-message-id' });
      }
      expect(await eventsOf('squatter')).toEqual([]);
    });

    it('good items of a batch are kept, bad ones are told by index', async () => {
      const batch = [{ type: 'track', userId: 'mixed', event: 'A' }, { type: 'track', userId: 'mixed' }, 'nonsense', { type: 'fly', userId: 'mixed' }, { type: 'track', event: 'C' }, { type: 'track', userId: 'mixed', event: 'B', timestamp: 'soon' }, { type: 'page', userId: 'mixed', name: 'P' }, { type: 'track', userId: 'mixed', event: 'Big', properties: { text: 'x'.repeat(33_000) } }]; // prettier-ignore
      const { body } = await post('/v1/batch', { batch }).expect(200);
      expect(body.success).toBe(true);
      expect(body.rejected.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual([[1, 'ingest.no-event'], [2, 'ingest.bad-shape'], [3, 'ingest.bad-type'], [4, 'ingest.no-user'], [5, 'ingest.bad-time'], [7, 'ingest.item-too-large']]); // prettier-ignore
      expect((await eventsOf('mixed')).map(({ type }) => type)).toEqual(['A', 'page_viewed']);
    });

    it('takes gzip, a key in the body, beacons as text/plain, import, numbers as names', async () => {
      const zipped = gzipSync(
        JSON.stringify({ batch: [{ type: 'track', userId: 42, event: 'Zipped' }], writeKey: key }),
      );
      await api
        .anyone()
        .post('/v1/batch')
        .set('content-encoding', 'gzip')
        .set('content-type', 'application/json')
        .serialize((bytes) => bytes)
        .send(zipped)
        .expect(200, { success: true });
      await api
        .anyone()
        .post('/v1/track')
        .set('content-type', 'text/plain')
        .send(JSON.stringify({ writeKey: key, userId: '42', event: 'Beacon' }))
        .expect(200);
      await post('/v1/import', {
        batch: [{ type: 'track', userId: '42', event: 'Imported', timestamp: '2020-02-29T12:00:00Z' }],
      }).expect(200);
      const events = await eventsOf('42');
      expect(events.map(({ type }) => type)).toEqual(['Zipped', 'Beacon', 'Imported']);
      expect(events[2]?.occurredAt).toBe(Date.parse('2020-02-29T12:00:00Z'));
    });

    it('corrects a wrong clock by sentAt, clamps the future, drops dangerous keys', async () => {
      const now = Date.now();
      const iso = (ms: number): string => new Date(ms).toISOString();
      await post('/v1/track', {
        userId: 'clock',
        event: 'Late clock',
        timestamp: iso(now - 86_400_000 - 60_000),
        sentAt: iso(now - 86_400_000),
      }).expect(200);
      await post('/v1/track', { userId: 'clock', event: 'Future', timestamp: iso(now + 3_600_000) }).expect(200);
      await api
        .anyone()
        .post('/v1/track')
        .auth(key, '')
        .set('content-type', 'application/json')
        .send('{"userId":"clock","event":"Proto","properties":{"__proto__":{"admin":true},"constructor":1,"ok":1}}')
        .expect(200);
      const [late, future, proto] = await eventsOf('clock');
      expect(Math.abs((late?.occurredAt ?? 0) - (now - 60_000))).toBeLessThan(5_000);
      expect(future?.occurredAt).toBeLessThan(now + 30_000);
      expect(proto?.properties).toBe('{"ok":1}');
    });

    it('pages of any origin may send events, and nothing else', async () => {
      const preflight = await api.anyone().options('/v1/track').set('origin', 'https://shop.example').expect(204);
      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization, content-type',
      });
      const other = await api.anyone().get('/api/journeys').set('origin', 'https://shop.example');
      expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    });

    it('events keep to the workspace of their key', async () => {
      const stranger = await api.stranger();
      const { items } = (await stranger.agent.get('/api/contacts').expect(200)).body;
      expect(items).toEqual([]);
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
