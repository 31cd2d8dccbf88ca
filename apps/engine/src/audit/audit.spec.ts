import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

for (const db of testDatabases())
  describe(`the audit trail on ${db.name}`, () => {
    let api: TestApi;
    beforeAll(async () => {
      api = await testApi(await db.open());
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    it('names the person or the key, what was done to what, newest first', async () => {
      const { agent } = api.owner;
      const { body: key } = await agent.post('/api/api-keys').send({ name: 'Robot', kind: 'secret' }).expect(201);
      const robot = api.anyone().post('/api/journeys').set('authorization', `Bearer ${key.key}`);
      const { body: journey } = await robot.send({ name: 'Welcome' }).expect(201);
      await agent.post(`/api/journeys/${journey.id}/archive`).send().expect(200);
      const { items, next } = (await agent.get('/api/audit').expect(200)).body;
      expect(next).toBeNull();
      expect(items).toMatchObject([
        {
          action: 'journey.archive',
          subject: `journey ${journey.id}`,
          user: { name: expect.any(String) },
          apiKey: null,
        },
        { action: 'journey.created', user: null, apiKey: { id: key.id, name: 'Robot' }, details: { name: 'Welcome' } },
        { action: 'api-key.created', user: { name: expect.any(String) }, details: { name: 'Robot', kind: 'secret' } },
      ]);
      expect(JSON.stringify(items)).not.toContain(key.key);
    });

    it('verifies, until somebody changes it behind the engine’s back', async () => {
      const { agent } = api.owner;
      const verify = async () => (await agent.get('/api/audit/verify').expect(200)).body;
      expect(await verify()).toMatchObject({ ok: true, checked: 3, brokenAt: null, unsealed: 0 });
      await api.database.inTransaction((tx) => tx.run("UPDATE audit SET subject = 'journey 99' WHERE seq = 2"));
      expect(await verify()).toMatchObject({ ok: false, checked: 1, brokenAt: 2 });
    });

    it('goes on where the page before ended, and takes no made-up cursor', async () => {
      const { agent } = api.owner;
      for (let n = 0; n < 60; n++)
        await agent
          .patch('/api/workspace')
          .send({ name: `W${n}` })
          .expect(200);
      const first = (await agent.get('/api/audit').expect(200)).body;
      expect(first.items).toHaveLength(50);
      const second = (await agent.get('/api/audit').query({ cursor: first.next }).expect(200)).body;
      expect(second.items).toHaveLength(13);
      expect(second.next).toBeNull();
      expect(new Set([...first.items, ...second.items].map(({ id }: { id: number }) => id)).size).toBe(63);
      for (const cursor of ['12', 'x-1', '1-', '9999999999999999999-1'])
        expect((await agent.get('/api/audit').query({ cursor }).expect(422)).body.error.code).toBe('request.invalid');
    });

    it('is the business of admins, and of no other workspace', async () => {
      await (await api.person('editor')).agent.get('/api/audit').expect(403);
      await (await api.person('admin')).agent.get('/api/audit/verify').expect(200);
      const stranger = await api.stranger();
      expect((await stranger.agent.get('/api/audit').expect(200)).body.items).toEqual([]);
    });

    it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
  });
