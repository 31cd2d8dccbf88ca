import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene, ends, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';

for (const db of testDatabases())
  describe(`claiming on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    test('what is due comes in the order of its moment, once a contact, and not again while the lease runs', async () => {
      const scene = new Scene(database, 101);
      await scene.happens('enter', ['a', 'b'], 300);
      await scene.happens('enter', ['c'], 100);
      await scene.happens('enter', ['late'], 9_000);
      await scene.admit(1);
      await scene.happens('enter', ['a'], 200);
      await scene.admit(2);
      const runs = await scene.claim(1_000);
      expect(runs.map(({ dueAt }) => dueAt)).toEqual([100, 200, 300]);
      expect(new Set(runs.map(({ contactId }) => contactId)).size).toBe(3);
      expect((await scene.claim(1_000)).map(({ dueAt, journeyId }) => [dueAt, journeyId])).toEqual([[300, 1]]);
      expect(await scene.claim(1_001)).toEqual([]);
      await scene.store.commit(runs.map((run) => ends(run)));
      await scene.store.releaseClaims();
      await scene.store.commit((await scene.claim(9_000)).map((run) => ends(run)));
    });

    test('a dead worker’s run is due again after the lease, with the moment and the wake it had', async () => {
      const scene = new Scene(database, 102);
      await scene.enter(3, 1, 500);
      const [first] = await scene.claim(600, 10, 1_000);
      expect(await scene.claim(1_599)).toEqual([]);
      const [second] = await scene.claim(1_600);
      expect(second).toEqual({ ...first, fence: (first?.fence ?? 0) + 1 });
      expect(second).toMatchObject({ dueAt: 500, pending: { kind: 'arrived' } });
      expect(await scene.store.commit([ends(first!)])).toEqual({ fencedOut: [first?.id] });
      expect(await scene.count('trace')).toBe(0);
      expect(await scene.store.commit([ends(second!)])).toEqual({ fencedOut: [] });
      expect(await scene.store.commit([ends(second!)])).toEqual({ fencedOut: [second?.id] });
      expect(await scene.count('trace')).toBe(1);
    });

    test('a process that knows itself alone takes its claims back at once', async () => {
      const scene = new Scene(database, 103);
      await scene.enter(4, 3, 700);
      const before = await scene.claim(800);
      expect(await scene.store.releaseClaims()).toBe(3);
      const after = await scene.claim(800);
      expect(after.map(({ id, dueAt }) => [id, dueAt])).toEqual(before.map(({ id, dueAt }) => [id, dueAt]));
      expect((await scene.store.commit(before.map((run) => ends(run)))).fencedOut.length).toBe(3);
      await scene.store.commit(after.map((run) => ends(run)));
    });

    test('eight workers at once claim everything, nothing twice', async () => {
      const scene = new Scene(database, 104);
      await scene.enter(5, 2_000, 900);
      const claimed: number[] = [];
      const work = async (): Promise<void> => {
        for (let idle = 0; idle < 2;) {
          const runs = await scene.claim(1_000, 100, 1e6);
          claimed.push(...runs.map(({ id }) => id));
          if (runs.length === 0) idle++;
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      expect(claimed.length).toBe(2_000);
      expect(new Set(claimed).size).toBe(2_000);
    });

    test('what waits for later costs a claim nothing: it reads the index in order and stops', async () => {
      const scene = new Scene(database, 105);
      await scene.enter(6, 3_000, 100);
      const runs = [...(await scene.claim(100, 3_000)), ...(await scene.claim(100, 3_000))];
      await scene.store.commit(runs.map((run) => waits(run, { next: { dueAt: 1e9 } })));
      const claim =
        "SELECT id, contact_id FROM run WHERE state = 'active' AND due_at <= 5000 ORDER BY due_at, id LIMIT 1000";
      const plan = JSON.stringify(
        await scene.rows(db.name === 'sqlite' ? `EXPLAIN QUERY PLAN ${claim}` : `EXPLAIN ${claim}`),
      );
      expect(plan).toContain('ix_run_due');
      expect(plan).not.toMatch(/filesort|TEMP B-TREE|SCAN/i);
    });

    test('the next moment is the earliest of runs, deliveries, timers and events not yet routed', async () => {
      const scene = new Scene(database, 106);
      const later = await scene.store.nextDueAt();
      expect(later).toBeGreaterThan(99);
      await scene.happens('noticed', ['n'], 50);
      expect(await scene.store.nextDueAt()).toBe(50);
      await scene.ignore();
      expect(await scene.store.nextDueAt()).toBe(later);
    });
  });
