import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShardLease, ShardStore } from '@sojourn/execution';
import type { Database } from '../database/database.js';
import { testDatabases } from '../testing.js';
import { createShardStore } from './shard-store.js';

const LEASE = 60_000;
/** What the engine's commits ask inside their transaction. */
const SHARED = { sqlite: '', mysql: ' LOCK IN SHARE MODE' } as const;

for (const db of testDatabases())
  describe(`${db.name}: who owns which shards`, () => {
    let database: Database;
    let store: ShardStore;
    beforeAll(async () => void (database = await db.open()));
    beforeEach(async () => {
      store = createShardStore(database);
      await database.inTransaction(async (tx) => {
        await tx.run('DELETE FROM worker');
        await tx.run('UPDATE shard SET owner = NULL, epoch = 0, lease_until = 0');
      });
    });
    afterAll(() => db.close());

    const come = async (worker: string, leaseMs = LEASE): Promise<readonly ShardLease[]> => {
      const { workers } = await store.heartbeat({ worker, ttlMs: leaseMs });
      return store.acquire({ worker, atMost: Math.ceil(store.count / workers), leaseMs });
    };
    const epochs = async (): Promise<number[]> => (await store.owners()).map(({ epoch }) => epoch);
    const ownersOf = async (): Promise<Record<string, number>> => {
      const sums: Record<string, number> = {};
      for (const { owner } of await store.owners()) sums[owner ?? '-'] = (sums[owner ?? '-'] ?? 0) + 1;
      return sums;
    };

    /** Time that passes for leases and workers alike: the store goes by the database's clock, which nobody can set. */
    const pass = (ms: number): Promise<void> =>
      database.inTransaction(async (tx) => {
        await tx.run('UPDATE shard SET lease_until = lease_until - ?', [ms]);
        await tx.run('UPDATE worker SET seen_until = seen_until - ?', [ms]);
      });

    it('the only worker owns everything, at a fresh epoch', async () => {
      const leases = await come('a');
      expect(leases).toEqual(Array.from({ length: store.count }, (_, shard) => ({ shard, epoch: 1 })));
      expect(await come('a')).toEqual(leases);
      expect(new Set(await epochs())).toEqual(new Set([1]));
    });

    it('keeps its shards, and their epoch, while it says so; loses them when it falls silent', async () => {
      await come('a');
      await pass(0.6 * LEASE);
      expect(await store.renew({ worker: 'a', leaseMs: LEASE })).toHaveLength(store.count);
      await pass(0.6 * LEASE);
      await store.heartbeat({ worker: 'b', ttlMs: 10 * LEASE });
      expect(await store.acquire({ worker: 'b', atMost: store.count, leaseMs: LEASE })).toEqual([]);
      await pass(0.6 * LEASE);
      expect(await ownersOf()).toEqual({ '-': store.count });
      const taken = await store.acquire({ worker: 'b', atMost: store.count, leaseMs: LEASE });
      expect(taken).toHaveLength(store.count);
      expect(taken[0]).toEqual({ shard: 0, epoch: 2 });
      // The one who slept wakes up, and learns it at its next renewal.
      expect(await store.renew({ worker: 'a', leaseMs: LEASE })).toEqual([]);
    });

    it('a worker that nobody replaced while it was silent goes on where it was', async () => {
      const leases = await come('a');
      await pass(2 * LEASE);
      expect(await store.renew({ worker: 'a', leaseMs: LEASE })).toEqual(leases);
    });

    it('a worker that leaves is replaced at once; what it still has under way is fenced out', async () => {
      await come('a');
      await store.release({ worker: 'a' });
      expect(await ownersOf()).toEqual({ '-': store.count });
      const leases = await come('b');
      expect(leases).toHaveLength(store.count);
      expect(leases.every(({ epoch }) => epoch > 1)).toBe(true);
      expect(await store.heartbeat({ worker: 'b', ttlMs: LEASE })).toEqual({ workers: 1 });
    });

    it('whoever is alone takes everything, whatever the leases say; whoever comes later need not wait', async () => {
      await come('a');
      expect(await store.seize('b')).toEqual(Array.from({ length: store.count }, (_, shard) => ({ shard, epoch: 2 })));
      expect(await ownersOf()).toEqual({ b: store.count });
      expect(await store.renew({ worker: 'a', leaseMs: LEASE })).toEqual([]);
      expect(await store.acquire({ worker: 'c', atMost: store.count, leaseMs: LEASE })).toHaveLength(store.count);
    });

    it('forgets workers that are long gone', async () => {
      await come('a');
      await database.inTransaction((tx) => tx.run("UPDATE worker SET seen_until = 1 WHERE id = 'a'"));
      await store.heartbeat({ worker: 'b', ttlMs: LEASE });
      expect(await database.read.rows('SELECT id FROM worker')).toEqual([{ id: 'b' }]);
    });

    it.runIf(db.name === 'mysql')('two share, a third gets its share of what the others give back', async () => {
      await come('a');
      await store.heartbeat({ worker: 'b', ttlMs: LEASE });
      await store.release({ worker: 'a', shards: Array.from({ length: 32 }, (_, i) => i) });
      expect(await come('b')).toHaveLength(32);
      expect(await ownersOf()).toEqual({ a: 32, b: 32 });
      await store.heartbeat({ worker: 'c', ttlMs: LEASE });
      await store.release({ worker: 'a', shards: Array.from({ length: 10 }, (_, i) => 32 + i) });
      await store.release({ worker: 'b', shards: Array.from({ length: 10 }, (_, i) => i) });
      expect(await come('c')).toHaveLength(20);
      expect(await ownersOf()).toEqual({ a: 22, b: 22, c: 20 });
    });

    it.runIf(db.name === 'mysql')('who race for shards never get the same one', async () => {
      for (const worker of ['a', 'b', 'c', 'd']) await store.heartbeat({ worker, ttlMs: LEASE });
      const others = await Promise.all([db.open(), db.open()]);
      const stores = [store, ...others.map(createShardStore)];
      for (let round = 0; round < 20; round++) {
        await Promise.all(
          ['a', 'b', 'c', 'd'].map((worker, i) =>
            (stores[i % stores.length] ?? store).acquire({ worker, atMost: 16, leaseMs: LEASE }),
          ),
        );
        const sums = Object.entries(await ownersOf()).filter(([owner]) => owner !== '-');
        expect(sums.every(([, n]) => n <= 16)).toBe(true);
        if (round % 4 === 3) for (const worker of ['a', 'c']) await store.release({ worker, shards: [round, round + 1, round + 7, round + 20] }); // prettier-ignore
      }
      await Promise.all(['a', 'b', 'c', 'd'].map((worker) => store.acquire({ worker, atMost: 16, leaseMs: LEASE })));
      expect(await ownersOf()).toEqual({ a: 16, b: 16, c: 16, d: 16 });
    });

    it.runIf(db.name === 'mysql')(
      'a shard in whose name somebody writes is taken over after that, not in between',
      async () => {
        await come('a');
        await pass(2 * LEASE);
        await store.heartbeat({ worker: 'b', ttlMs: LEASE });
        const order: string[] = [];
        let entered!: () => void; // assigned by the executor, which runs at once
        const inside = new Promise<void>((resolve) => (entered = resolve));
        let left!: () => void; // assigned by the executor, which runs at once
        const leave = new Promise<void>((resolve) => (left = resolve));
        const writing = database.inTransaction(async (tx) => {
          const [row] = await tx.rows<{ epoch: number }>(`SELECT epoch FROM shard WHERE id IN (3)${SHARED[db.name]}`);
          entered();
          await leave;
          order.push(`a writes at epoch ${row?.epoch}`);
        });
        await inside;
        const first = await store.acquire({ worker: 'b', atMost: store.count, leaseMs: LEASE });
        order.push(`b has ${first.length}`);
        left();
        await writing;
        const then = await store.acquire({ worker: 'b', atMost: store.count, leaseMs: LEASE });
        order.push(`b has ${then.length}`);
        expect(order).toEqual(['b has 63', 'a writes at epoch 1', 'b has 64']);
      },
    );

    it.runIf(db.name === 'mysql')(
      'a worker that stands still in the middle of a beat keeps nobody from beating, taking, giving back and leaving',
      async () => {
        await come('a');
        await come('z');
        for (const still of ['a', 'z']) {
          let left!: () => void; // assigned by the executor, which runs at once
          const leave = new Promise<void>((resolve) => (left = resolve));
          let entered!: () => void; // assigned by the executor, which runs at once
          const inside = new Promise<void>((resolve) => (entered = resolve));
          const beating = database.inTransaction(async (tx) => {
            await tx.run('UPDATE worker SET seen_until = seen_until + 1 WHERE id = ?', [still]);
            entered();
            await leave;
          });
          await inside;
          await database.inTransaction((tx) =>
            tx.run("INSERT INTO worker (id, started_at, seen_until) VALUES ('gone', 1, 1)"),
          );
          const others = (async () => {
            await store.heartbeat({ worker: 'm', ttlMs: LEASE });
            await store.acquire({ worker: 'm', atMost: 8, leaseMs: LEASE });
            await store.renew({ worker: 'm', leaseMs: LEASE });
            await store.release({ worker: 'm', shards: [0, 1] });
            await store.release({ worker: 'm' });
            return 'done';
          })();
          expect(await Promise.race([others, sleep(8_000)])).toBe('done');
          expect(await database.read.rows("SELECT id FROM worker WHERE id IN ('gone', 'm')")).toEqual([]);
          left();
          await beating;
        }
      },
    );

    it.runIf(db.name === 'mysql')('a renewal does not wait for commits', async () => {
      await come('a');
      let left!: () => void; // assigned by the executor, which runs at once
      const leave = new Promise<void>((resolve) => (left = resolve));
      const writing = database.inTransaction(async (tx) => {
        await tx.rows(`SELECT epoch FROM shard${SHARED[db.name]}`);
        await leave;
      });
      expect(await store.renew({ worker: 'a', leaseMs: LEASE })).toHaveLength(store.count);
      left();
      await writing;
    });
  });
