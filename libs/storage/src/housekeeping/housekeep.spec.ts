import { DAY, VirtualClock } from '@sojourn/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { EdgeCounts } from '../journey-store/edge-counts.js';
import { edgeCounts } from '../journeys/index.js';
import { testDatabases } from '../testing.js';
import { traces } from '../views/timeline.js';
import { holdHouse } from './chores.js';
import { housekeep, type HousekeepOptions } from './housekeep.js';
import { squashCounts } from './squash.js';
import { tracePartitions } from './trace-partitions.js';

const WORKSPACE = 1;

for (const db of testDatabases())
  describe(`housekeeping on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    const options: HousekeepOptions = { worker: 'w1', traceDays: 30 };
    const number = async (sql: string): Promise<number> =>
      Number((await database.read.rows<{ n: number }>(sql))[0]?.n ?? 0);
    const change = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> => database.inTransaction(work);
    /** A transaction that has done something and stays open until its end is called for. */
    const hold = async (work: (tx: Tx) => Promise<unknown>): Promise<() => Promise<unknown>> => {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      let whole: Promise<unknown> | undefined;
      await new Promise<void>((resolve, reject) => {
        whole = change(async (tx) => {
          await work(tx);
          resolve();
          await released;
        });
        whole.catch(reject);
      });
      return () => (release(), whole!); // begun above
    };
    const trace = (tx: Tx, rows: readonly (readonly [id: number, day: number])[]): Promise<unknown> =>
      insertRows(
        tx,
        'trace',
        ['id', 'workspace_id', 'run_id', 'journey_id', 'contact_id', 'at', 'steps'],
        rows.map(([id, day]) => [id, WORKSPACE, 1, 1, 5, day * DAY + 1, '[]']),
      );
    const version = (id: number): Promise<unknown> =>
      change((tx) =>
        insertRows(
          tx,
          'journey_version',
          ['id', 'workspace_id', 'journey_id', 'number', 'document', 'published_at'],
          [[id, WORKSPACE, id, 1, '{}', 0]],
        ),
      );
    const count = (versionId: number, times: number, node = 'a'): Promise<unknown> =>
      change(async (tx) => {
        const counts = new EdgeCounts();
        counts.add({ workspaceId: WORKSPACE, versionId }, node, 'next', times);
        counts.add({ workspaceId: WORKSPACE, versionId }, 'entry', 'entered', times);
        await counts.write(tx);
      });
    const total = async (versionId: number): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await edgeCounts.ofVersion(database.read, WORKSPACE, versionId)).map(({ nodeId, n }) => [nodeId, n]),
      );
    const waiting = (versionId: number): Promise<number> =>
      number(`SELECT COUNT(*) AS n FROM edge_delta WHERE version_id = ${versionId}`);

    describe('counts', () => {
      it('are the same before, during and after they are squashed, by several at once', async () => {
        await version(1);
        let counted = 0;
        let squashing = true;
        const writers = Array.from({ length: 4 }, async () => {
          for (let i = 0; i < 25; i++) {
            await count(1, 2);
            counted += 2;
          }
        });
        const squashers = Array.from({ length: 3 }, async () => {
          while (squashing) if ((await squashCounts(database, 7)) === 0) await new Promise((r) => setTimeout(r, 1));
        });
        const readers = (async () => {
          while (squashing) {
            const before = counted;
            const { a = 0, entry = 0 } = await total(1);
            expect(a).toBe(entry);
            expect(a).toBeGreaterThanOrEqual(before);
            await new Promise((r) => setTimeout(r, 1));
          }
        })();
        await Promise.all(writers);
        expect(await total(1)).toEqual({ a: 200, entry: 200 });
        squashing = false;
        await Promise.all([...squashers, readers]);
        while ((await squashCounts(database, 7)) > 0);
        expect(await waiting(1)).toBe(0);
        expect(await total(1)).toEqual({ a: 200, entry: 200 });
        expect(
          (await edgeCounts.ofEntries(database.read, WORKSPACE)).map(({ journeyId, nodeId, n }) => [
            journeyId,
            nodeId,
            n,
          ]),
        ).toEqual([[1, 'entry', 200]]);
      });

      it('are neither lost nor doubled when the squash stops before its commit', async () => {
        await version(2);
        await count(2, 3);
        await count(2, 4);
        const stopped: Database = {
          ...database,
          inTransaction: (work) =>
            database.inTransaction(async (tx) => {
              await work(tx);
              throw new Error('the power went');
            }),
        };
        await expect(squashCounts(stopped, 100)).rejects.toThrow('the power went');
        expect([await waiting(2), await total(2)]).toEqual([4, { a: 7, entry: 7 }]);
        await squashCounts(database, 100);
        expect([await waiting(2), await total(2)]).toEqual([0, { a: 7, entry: 7 }]);
      });

      if (db.name === 'mysql')
        it('are not waited for: neither a squash for a commit under way, nor a commit for a squash', async () => {
          await version(3);
          const commit = await hold(async (tx) => {
            const counts = new EdgeCounts();
            counts.add({ workspaceId: WORKSPACE, versionId: 3 }, 'a', 'next', 5);
            await counts.write(tx);
          });
          await count(3, 1);
          expect(await squashCounts(database, 100)).toBe(2);
          await commit();
          const squash = await hold(async (tx) => {
            await tx.rows('SELECT id FROM edge_delta ORDER BY id LIMIT 100 FOR UPDATE');
            await tx.rows('SELECT n FROM edge_count WHERE version_id = 3 FOR UPDATE');
          });
          await count(3, 1);
          await squash();
          expect(await total(3)).toEqual({ a: 7, entry: 2 });
        });
    });

    it('is the work of one worker until its lease is over', async () => {
      const expire = (): Promise<unknown> => change((tx) => tx.run('UPDATE chore SET lease_until = 1'));
      await expire();
      expect(await holdHouse(database, 'w1', 60_000)).toBe(true);
      expect(await holdHouse(database, 'w1', 60_000)).toBe(true);
      expect(await holdHouse(database, 'w2', 60_000)).toBe(false);
      expect(await housekeep(database, new VirtualClock(0), { ...options, worker: 'w2' })).toMatchObject({
        held: false,
        squashed: 0,
      });
      await expire();
      const both = await Promise.all([holdHouse(database, 'w2', 60_000), holdHouse(database, 'w3', 60_000)]);
      expect(both.filter(Boolean)).toHaveLength(1);
      await expire();
    });

    describe('what is old', () => {
      const today = Math.floor(Date.UTC(2026, 5, 1) / DAY);
      const clock = new VirtualClock(today * DAY + 7_000);
      const told = async (): Promise<number[]> =>
        (await traces(database.read, { workspaceId: WORKSPACE, contactId: 5, until: Number.MAX_SAFE_INTEGER, limit: 9_000 }))
          .map(({ at }) => Math.floor(at / DAY) - today)
          .sort((a, b) => a - b); // prettier-ignore

      it('goes after its days, in rounds of bounded work', async () => {
        await change(
          (tx) =>
          trace(tx, Array.from({ length: 100 }, (_, i) => [1_000 + i, today - 99 + i] as const)), // prettier-ignore
        );
        if (db.name === 'mysql') {
          // As a database that has been kept for long looks like.
          const ends = Array.from({ length: 100 }, (_, i) => today - 98 + i);
          await change((tx) =>
            tx.run(
              `ALTER TABLE trace PARTITION BY RANGE (at) (${ends.map((d) => `PARTITION d${d} VALUES LESS THAN (${d * DAY})`).join(', ')}, PARTITION pmax VALUES LESS THAN MAXVALUE)`,
            ),
          );
        }
        const rounds = [];
        do rounds.push(await housekeep(database, clock, { ...options, chunk: 10, chunks: 3 }));
        while (rounds.at(-1)?.more);
        expect(await told()).toEqual(Array.from({ length: 31 }, (_, i) => i - 30));
        if (db.name === 'mysql') {
          expect(rounds[0]?.partitions).toEqual({ laid: 6, dropped: 69 });
          expect((await tracePartitions(database.read)).length).toBe(100 - 69 + 6 + 1);
        } else expect(rounds.map(({ removed }) => removed.traces)).toEqual([30, 30, 9]);
        expect(await housekeep(database, clock, options)).toMatchObject({ removed: { traces: 0 }, partitions: { laid: 0, dropped: 0 }, more: false }); // prettier-ignore
        expect(await database.schemaDrift()).toEqual([]);
      });

      it('is no delivery without an end, and no answer of a run under way', async () => {
        const at = (days: number): number => (today - days) * DAY;
        const states = ['delivered', 'failed', 'suppressed', 'ready', 'sending', 'unknown', 'paused'];
        await change(async (tx) => {
          await insertRows(
            tx,
            'outbox',
            ['id', 'workspace_id', 'contact_id', 'run_id', 'node_id', 'visit', 'effect_key', 'kind', 'effect', 'state', 'attempt', 'due_at', 'ready_at', 'created_at', 'settled_at'],
            states.flatMap((state, i) => [40, 20].map((days, j) => {
              const settled = i < 3 ? at(days) : null;
              return [10 * i + j + 1, WORKSPACE, 5, 1, 'm', 1, `k${i}${j}`, 'message', '{}', state, 1, 0, 0, at(days), settled];
            })),
          ); // prettier-ignore
          await insertRows(
            tx,
            'run',
            ['id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits', 'arrived_at', 'fence', 'claimed', 'pending', 'variables', 'started_at', 'ended_at'],
            [[1, 'active', 90, null], [2, 'ended', 90, 60], [3, 'ended', 90, 10], [4, 'quarantined', 90, null], [5, 'ended', 2, 1]].map(
              ([id, state, started, ended]) => [id, WORKSPACE, 1, 1, 5, '', 'e', 0, state, 'n', '{}', 0, 0, 0, '{}', '{}', at(Number(started)), ended === null ? null : at(Number(ended))],
            ),
          ); // prettier-ignore
          await insertRows(
            tx,
            'ask',
            ['run_id', 'node_id', 'visit', 'kind', 'workspace_id', 'answer'],
            [1, 2, 3, 4, 5, 6].flatMap((run) => [1, 2].map((visit) => [run, 'n', visit, 'coupon', WORKSPACE, '{}'])),
          );
          await insertRows(tx, 'session', ['id', 'user_id', 'workspace_id', 'created_at', 'expires_at', 'csrf'], [['old', 1, 1, 0, clock.now(), ''], ['new', 1, 1, 0, at(-90), '']]); // prettier-ignore
        });
        const tomorrow = new VirtualClock(clock.now() + DAY);
        const kept = await housekeep(database, tomorrow, { ...options, chunk: 4 });
        expect(kept).toMatchObject({ removed: { deliveries: 3, answers: 2 }, more: false });
        expect(await number('SELECT COUNT(*) AS n FROM outbox')).toBe(11);
        // 6 belongs to a run that is not there any more.
        const left = await database.read.rows<{ id: number }>('SELECT DISTINCT run_id AS id FROM ask ORDER BY run_id');
        expect(left.map(({ id }) => id)).toEqual([1, 3, 4, 5]);
        expect(await database.read.rows('SELECT id FROM session')).toEqual([{ id: 'new' }]);
      });

      it('is kept for ever when told so', async () => {
        await change((tx) => trace(tx, [[2_000, today - 25]]));
        const later = new VirtualClock(clock.now() + 300 * DAY);
        await housekeep(database, later, { ...options, traceDays: 0 });
        expect(await told()).toContain(-25);
      });
    });

    if (db.name === 'mysql') {
      it('reads a timeline by its index, in its order, over all partitions', async () => {
        const explained = (sql: string, ...params: unknown[]): Promise<{ key: string; Extra: string }[]> =>
          database.read.rows(`EXPLAIN ${sql}`, params);
        const [plan] = await explained('SELECT id, run_id, at, steps FROM trace WHERE workspace_id = ? AND contact_id = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?', 1, 5, 1e15, 50); // prettier-ignore
        expect(plan).toMatchObject({ key: 'ix_trace_contact' });
        expect(plan?.Extra).not.toMatch(/filesort|temporary/);
        const [squash] = await explained('SELECT id, n FROM edge_delta ORDER BY id LIMIT 5000 FOR UPDATE SKIP LOCKED');
        expect(squash).toMatchObject({ key: 'PRIMARY' });
        expect(squash?.Extra).not.toMatch(/filesort/);
      });

      it('gives way to a long read: nobody stands behind it for more than its patience', async () => {
        const late = new VirtualClock(Date.UTC(2028, 0, 1));
        const end = await hold((tx) => tx.rows('SELECT COUNT(*) FROM trace'));
        const began = performance.now();
        const round = housekeep(database, late, options);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await change((tx) => trace(tx, [[9_000, 1]]));
        const written = performance.now() - began;
        expect((await round).partitions).toEqual({ laid: 0, dropped: 0 });
        await end();
        expect(written).toBeLessThan(5_000);
        expect((await housekeep(database, late, options)).partitions.laid).toBeGreaterThan(0);
      }, 30_000);
    }
  });
