import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene, ends, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { claimStatement } from './claim-runs.js';

for (const db of testDatabases())
  describe(`claiming on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    test('what is due comes in the order of its moment, once a contact, and not again while it is under way', async () => {
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
      await scene.store.commit((await scene.claim(9_000)).map((run) => ends(run)));
    });

    test('a claim writes nothing: the next owner finds the run with the moment and the wake it had, the one before is refused', async () => {
      const scene = new Scene(database, 102);
      await scene.enter(3, 1, 500);
      const [first] = await scene.claim(600);
      expect(await scene.claim(9_000)).toEqual([]);
      await scene.store.shards.seize('another');
      scene.forget();
      const [second] = await scene.claim(600);
      expect(second).toEqual({ ...first, epoch: (first?.epoch ?? 0) + 1 });
      expect(second).toMatchObject({ dueAt: 500, pending: { kind: 'arrived' } });
      expect(await scene.store.commit([ends(first!)])).toEqual({ fencedOut: [first?.id], lost: [first?.shard] });
      expect(await scene.count('trace')).toBe(0);
      expect(await scene.store.commit([ends(second!)])).toEqual({ fencedOut: [] });
      expect(await scene.store.commit([ends(second!)])).toEqual({ fencedOut: [second?.id] });
      expect(await scene.count('trace')).toBe(1);
    });

    test('of a batch, only the runs of shards that are still ours are written', async () => {
      const scene = new Scene(database, 103);
      await scene.enter(4, 30, 700);
      const runs = await scene.claim(800);
      const worker = `w${database.dialect.name}`;
      await scene.store.shards.seize(worker);
      scene.forget();
      const now = await scene.claim(800);
      const mixed = now.map((run, i) => (i % 2 ? run : { ...run, epoch: run.epoch - 1 }));
      const { fencedOut, lost } = await scene.store.commit(mixed.map((run) => ends(run)));
      expect([...fencedOut].sort((a, b) => a - b)).toEqual(
        mixed.flatMap(({ id }, i) => (i % 2 ? [] : [id])).sort((a, b) => a - b),
      );
      expect(lost?.length).toBeGreaterThan(0);
      expect(await scene.count('trace')).toBe(runs.length / 2);
      await scene.store.commit(now.map((run) => ends(run)));
      expect(await scene.count('trace')).toBe(runs.length);
    });

    test('workers at once, each with shards of its own, move everything, nothing twice', async () => {
      const scene = new Scene(database, 104);
      await scene.enter(5, 2_000, 900);
      const moved: number[] = [];
      const work = async (mine: number): Promise<void> => {
        for (;;) {
          const lanes = (await scene.lanes()).filter(({ lease }) => lease.shard % 8 === mine);
          const runs = await scene.store.claimRuns({ lanes, now: 1_000, limit: 100 });
          if (runs.length === 0) return;
          const { fencedOut } = await scene.store.commit(runs.map((run) => ends(run)));
          expect(fencedOut).toEqual([]);
          moved.push(...runs.map(({ id }) => id));
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, mine) => work(mine)));
      expect(moved.length).toBe(2_000);
      expect(new Set(moved).size).toBe(2_000);
    });

    test('a lane gives its share and goes on behind it; in order, nothing is passed over', async () => {
      const scene = new Scene(database, 107);
      for (const at of [300, 100, 200]) await scene.happens('enter', Array.from({ length: 20 }, (_, i) => `u${at}-${i}`), at); // prettier-ignore
      await scene.admit(7);
      const lanes = await scene.lanes();
      const all = await scene.store.claimRuns({ lanes, now: 1_000, limit: 10_000 });
      expect(all.length).toBe(60);
      const inOrder = await scene.store.claimRuns({ lanes, now: 1_000, limit: 15, inOrder: true });
      expect(inOrder.length).toBeGreaterThan(0);
      expect(inOrder).toEqual(all.slice(0, inOrder.length));
      const [lane] = lanes;
      const mine = all.filter(({ shard }) => shard === lane?.lease.shard);
      const first = await scene.store.claimRuns({ lanes: [lane!], now: 1_000, limit: 1 });
      const next = await scene.store.claimRuns({ lanes: [{ ...lane!, after: first[0]! }], now: 1_000, limit: 1_000 });
      expect([...first, ...next]).toEqual(mine);
    });

    test('what waits for later costs a claim nothing: it reads the index in order and stops', async () => {
      const scene = new Scene(database, 105);
      await scene.enter(6, 3_000, 100);
      const runs = [...(await scene.claim(100, 3_000)), ...(await scene.claim(100, 3_000))];
      await scene.store.commit(runs.map((run) => waits(run, { next: { dueAt: 1e9 } })));
      const lanes = (await scene.lanes()).slice(0, 3).map((lane) => ({ ...lane, signals: false }));
      const { sql, params } = claimStatement(database.dialect.name, { lanes, now: 5_000, limit: 1_000 }, 300);
      const explained = `${db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`;
      const plan = JSON.stringify(await scene.rows(explained, ...params));
      expect(plan).toContain('ix_run_lane');
      expect(plan).not.toMatch(/filesort|temporary|TEMP B-TREE|SCAN run/i);
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
