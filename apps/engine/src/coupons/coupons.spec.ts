import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

for (const db of testDatabases())
  describe(`coupon pools and collections on ${db.name}`, () => {
    let api: TestApi;
    beforeAll(async () => {
      api = await testApi(await db.open());
    });
    afterAll(async () => {
      await api.close();
      await db.close();
    });

    it('codes are imported and generated, each once', async () => {
      const { agent } = api.owner;
      const { body: pool } = await agent.post('/api/coupon-pools').send({ name: 'Spring', validDays: 30 }).expect(201);
      expect(pool).toMatchObject({
        perContactLimit: 1,
        state: 'open',
        stock: { total: 0, free: 0, issued: 0, redeemed: 0 },
      });
      const path = `/api/coupon-pools/${pool.id}`;
      await agent
        .post(`${path}/codes`)
        .send({ codes: ['A1', 'A2', ' A1 ', 'A1'] })
        .expect(201, { added: 2, duplicates: 2 });
      await agent
        .post(`${path}/codes`)
        .send({ codes: ['A2', 'A3'] })
        .expect(201, { added: 1, duplicates: 1 });
      await agent
        .post(`${path}/codes`)
        .send({ generate: { count: 500, prefix: 'SP-', length: 8 } })
        .expect(201, { added: 500, duplicates: 0 });
      expect((await agent.get(path).expect(200)).body.stock).toEqual({ total: 503, free: 503, issued: 0, redeemed: 0 });
      const first = (await agent.get(`${path}/codes`).query({ state: 'free' }).expect(200)).body;
      expect(first.items.slice(0, 3).map(({ code }: { code: string }) => code)).toEqual(['A1', 'A2', 'A3']);
      expect(first.items[3].code).toMatch(/^SP-[2-9A-HJKMNP-Z]{8}$/);
      const second = (await agent.get(`${path}/codes`).query({ cursor: first.next }).expect(200)).body;
      expect(second.items[0].id).toBeGreaterThan(first.items.at(-1).id);
      expect((await agent.patch(path).send({ state: 'closed', validDays: null }).expect(200)).body).toMatchObject({
        state: 'closed',
        validDays: null,
        name: 'Spring',
      });
    });

    it('a code is redeemed once, after it was issued, before it expires', async () => {
      const { agent, workspaceId } = api.owner;
      const pool = (await agent.post('/api/coupon-pools').send({ name: 'Till' }).expect(201)).body.id;
      const contact = (await agent.post('/api/contacts').send({ externalId: 'till' }).expect(201)).body.id;
      await agent
        .post(`/api/coupon-pools/${pool}/codes`)
        .send({ codes: ['FREE', 'GOOD', 'OLD'] })
        .expect(201);
      await api.database.inTransaction(async (tx) => {
        await tx.run(
          "UPDATE coupon_code SET state = 'issued', contact_id = ?, issued_at = 1, expires_at = CASE WHEN code = 'OLD' THEN 2 END WHERE pool_id = ? AND code <> 'FREE'",
          [contact, pool],
        );
        const [good] = await tx.rows<{ id: number }>("SELECT id FROM coupon_code WHERE pool_id = ? AND code = 'GOOD'", [
          pool,
        ]);
        await tx.run(
          "INSERT INTO coupon_ledger (id, workspace_id, pool_id, code_id, contact_id, run_id, node_id, visit, kind, at) VALUES (900, ?, ?, ?, ?, 1, 'c', 1, 'issued', 1)",
          [workspaceId, pool, good?.id, contact],
        );
      });
      const redeem = (code: string) => agent.post(`/api/coupon-pools/${pool}/redeem`).send({ code });
      expect((await redeem('FREE').expect(409)).body.error.code).toBe('coupon.not-issued');
      expect((await redeem('OLD').expect(409)).body.error.code).toBe('coupon.expired');
      expect((await redeem('NONE').expect(404)).body.error.code).toBe('coupon.code-not-found');
      const both = await Promise.all([redeem('GOOD'), redeem('GOOD')]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(both.find(({ status }) => status === 200)?.body).toMatchObject({
        code: 'GOOD',
        state: 'redeemed',
        contact: { id: contact, name: 'till' },
      });
      expect(
        await api.database.read.rows('SELECT kind FROM coupon_ledger WHERE pool_id = ? ORDER BY id', [pool]),
      ).toEqual(expect.arrayContaining([{ kind: 'issued' }, { kind: 'redeemed' }]));
      const timeline = (await agent.get(`/api/contacts/${contact}/timeline`).expect(200)).body.items;
      expect(timeline.filter(({ kind }: { kind: string }) => kind === 'coupon').map(({ action, code }: Record<string, string>) => [action, code])).toEqual(expect.arrayContaining([['redeemed', 'GOOD'], ['issued', 'OLD']])); // prettier-ignore
    });

    it('a collection begins empty and its ledger verifies', async () => {
      const { agent } = api.owner;
      const { body } = await agent
        .post('/api/collections')
        .send({ name: 'Founders', supply: 100, metadata: { tier: 'gold' } })
        .expect(201);
      expect(body).toMatchObject({
        provider: 'ledger',
        minted: 0,
        transferable: false,
        imageUrl: null,
        chain: null,
        metadata: { tier: 'gold' },
      });
      await agent.get(`/api/collections/${body.id}/verify`).expect(200, { ok: true, checked: 0, brokenAt: null });
      await agent.get(`/api/collections/${body.id}/mints`).expect(200, { items: [], next: null });
    });
  });
