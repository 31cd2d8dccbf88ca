import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { testDatabases } from '../testing.js';
import { auditPage } from './page.js';
import { recordAudit, type Deed } from './record.js';
import { verifyAudit } from './verify.js';

for (const db of testDatabases())
  describe(`the audit trail on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const record = (workspaceId: number, over: Partial<Deed> = {}): Promise<void> =>
      database.inTransaction((tx) =>
        recordAudit(tx, { workspaceId, userId: 1, at: 1_000, action: 'thing.done', subject: 'thing 1', ...over }),
      );
    const tamper = (sql: string, ...params: unknown[]): Promise<unknown> =>
      database.inTransaction((tx) => tx.run(sql, params));
    const verify = (workspaceId: number) => verifyAudit(database.read, workspaceId);

    test('an empty trail is whole', async () => {
      expect(await verify(1)).toMatchObject({ ok: true, checked: 0, brokenAt: null, unsealed: 0 });
    });

    test('details of any shape verify, whatever order the database keeps their keys in', async () => {
      const details = { zebra: 1, ant: { b: [1, 2.5, -0, 1e21], a: null }, 中文: '是', left: undefined, '': true };
      for (const one of [details, [1, 'two'], 'text', undefined, null, 12]) await record(2, { details: one });
      await record(2, { userId: null, apiKeyId: 7 });
      expect(await verify(2)).toMatchObject({ ok: true, checked: 7, brokenAt: null });
    });

    test('each workspace has a chain of its own, and many at once make no gap', async () => {
      await Promise.all(Array.from({ length: 40 }, (_, i) => record(i % 2 === 0 ? 31 : 32, { at: i })));
      for (const workspaceId of [31, 32])
        expect(await verify(workspaceId)).toMatchObject({ ok: true, checked: 20, brokenAt: null });
    });

    let tampered = 100;
    test.each([
      ['changed', 'UPDATE audit SET details = \'{"n":99}\' WHERE workspace_id = ? AND seq = 3', 3],
      ['given to somebody else', 'UPDATE audit SET user_id = 9 WHERE workspace_id = ? AND seq = 2', 2],
      ['dated back', 'UPDATE audit SET at = 1 WHERE workspace_id = ? AND seq = 4', 4],
      ['removed', 'DELETE FROM audit WHERE workspace_id = ? AND seq = 1', 1],
      ['removed at the end', 'DELETE FROM audit WHERE workspace_id = ? AND seq = 5', 5],
      ['cut off with the head', 'UPDATE audit_head SET seq = 4 WHERE workspace_id = ?', 4],
      ['taken out of the chain', 'UPDATE audit SET seq = NULL WHERE workspace_id = ? AND seq = 2', 2],
    ])('an entry that was %s is found', async (_, sql, brokenAt) => {
      const workspaceId = tampered++;
      for (let n = 1; n <= 5; n++) await record(workspaceId, { details: { n } });
      expect((await verify(workspaceId)).ok).toBe(true);
      await tamper(sql, workspaceId);
      expect(await verify(workspaceId)).toMatchObject({ ok: false, brokenAt });
    });

    test('what was written before there was a chain becomes its beginning; what an old engine writes later stays outside', async () => {
      const old = (id: number) =>
        tamper(
          "INSERT INTO audit (id, workspace_id, user_id, at, action, subject, details) VALUES (?, 5, 1, ?, 'old.deed', 'x 1', '{\"b\":1,\"a\":2}')",
          900_000 + id,
          id,
        );
      await old(1);
      await old(2);
      await record(5);
      await old(3);
      expect(await verify(5)).toMatchObject({ ok: true, checked: 3, unsealed: 1 });
      await tamper("UPDATE audit SET action = 'new.deed' WHERE id = ?", 900_001);
      expect(await verify(5)).toMatchObject({ ok: false, brokenAt: 1 });
    });

    test('a transaction that is undone leaves no entry and no gap', async () => {
      await record(6);
      const undone = database.inTransaction(async (tx) => {
        await recordAudit(tx, { workspaceId: 6, userId: 1, at: 1, action: 'a.b', subject: 'c' });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await record(6);
      expect(await verify(6)).toMatchObject({ ok: true, checked: 2 });
    });

    test('is read in pages, newest first, also where many share a moment', async () => {
      for (let n = 1; n <= 7; n++) await record(7, { at: n < 6 ? 50 : 60, details: { n } });
      const seen: unknown[] = [];
      let before: { at: number; id: number } | undefined;
      for (;;) {
        const rows = await auditPage(database.read, { workspaceId: 7, before, limit: 3 });
        if (rows.length === 0) break;
        seen.push(...rows.map(({ details }) => (details as { n: number }).n));
        before = rows.at(-1);
      }
      expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    });
  });
