import {
  advance,
  startTenure,
  type Courier,
  type CourierResult,
  type Engine,
  type RunningTenure,
} from '@sojourn/execution';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, Shop, type ShopOptions } from '../engine/house.js';

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `u${i}`);

/** Defects of engines that meet: a step done twice, or by nobody, because two workers believed the same run to be theirs. */
for (const db of testDatabases())
  describe(`two engines, on ${db.name}`, () => {
    let database: Database;
    let second: Database;
    beforeAll(async () => {
      database = await db.open();
      second = await db.open();
    });
    afterAll(() => db.close());

    const drawing = () => journey().onEvent('go').wait('w', '1 hour').node('c', 'coupon', { pool: 'p' }).tag('t', 'seen').message('m', 'hi').end('x'); // prettier-ignore
    /** A shop whose people all wait, and another engine on a connection of its own. */
    const meeting = async (count: number, options: ShopOptions = {}): Promise<{ shop: Shop; other: Shop }> => {
      const shop = await openShop(database, options);
      await shop.fillPool('p', 2 * count);
      await shop.publish(drawing());
      await shop.happen(...people(count).map((user) => ({ user, event: 'go' })));
      await shop.settle();
      shop.sleeps('1 hour');
      return { shop, other: new Shop(second, shop.clock, shop.workspaceId) };
    };
    const once = async (shop: Shop, count: number): Promise<void> => {
      expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'")).toBe(count);
      expect(await shop.number('SELECT COUNT(*) AS n FROM inbox_message')).toBe(count);
      expect(await shop.number("SELECT COUNT(*) AS n FROM coupon_code WHERE state = 'issued'")).toBe(count);
      expect(await shop.number('SELECT COUNT(*) AS n FROM coupon_ledger')).toBe(count);
      await audit(shop);
    };

    it('on one due set, each believing itself alone: everyone is moved once', async () => {
      const { shop, other } = await meeting(150, { engine: { batchSize: 20 } });
      const engines = [shop.engine, other.engine, shop.startEngine({ batchSize: 7 })];
      for (let round = 0; round < 5; round++)
        await Promise.all(engines.map((engine) => advance(engine, shop.clock.now())));
      await shop.settle();
      await once(shop, 150);
    });

    it.runIf(db.name === 'mysql')(
      'on one due set, sharing the shards as workers do: both move people, each once',
      async () => {
        const { shop, other } = await meeting(300, { engine: { batchSize: 20 } });
        const monotonic = { now: () => performance.now() };
        const join = async (
          of: Shop,
          worker: string,
        ): Promise<{ engine: Engine; tenure: RunningTenure; wakes: number }> => {
          const tenure = await startTenure({ store: of.store.shards, worker, leaseMs: 5_000, monotonic });
          return { engine: { ...of.startEngine({ batchSize: 20 }), tenure }, tenure, wakes: 0 };
        };
        // Those who believed themselves alone are gone; their shards are free.
        await database.inTransaction((tx) => tx.run('UPDATE shard SET owner = NULL, lease_until = 0'));
        const workers = [await join(shop, 'a'), await join(other, 'b')];
        for (let beats = 0; beats < 4; beats++) for (const { tenure } of workers) await tenure.beat();
        expect(workers.map(({ tenure }) => tenure.leases().length)).toEqual([32, 32]);
        for (let round = 0; round < 10; round++)
        await Promise.all(workers.map(async (worker) => {
          worker.wakes += (await advance(worker.engine, shop.clock.now())).wakes;
        })); // prettier-ignore
        for (const { tenure } of workers) await tenure.stop(100);
        expect(
          workers.every(({ wakes }) => wakes > 100),
          'both had their share',
        ).toBe(true);
        await once(shop, 300);
      },
    );

    it('a run woken twice at once, by both, with the same event: one goes on', async () => {
      const shop = await openShop(database);
      const other = new Shop(second, shop.clock, shop.workspaceId);
      await shop.publish(journey().onEvent('go').waitFor('a', ['pay']).waitFor('b', ['pay'], { timeout: '1 day' }).message('m', 'hi')); // prettier-ignore
      await shop.happen(...people(60).map((user) => ({ user, event: 'go' })));
      await shop.settle();
      await shop.happen(...people(60).map((user) => ({ user, event: 'pay' })));
      await Promise.all([advance(shop.engine, shop.clock.now()), advance(other.engine, shop.clock.now())]);
      await shop.settle();
      // The one payment served the first wait and not the second too.
      expect(new Set((await Promise.all(people(60).map((user) => shop.path(user)))).map(String))).toEqual(new Set(['a>pay'])); // prettier-ignore
      expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'active' AND node_id = 'b'")).toBe(60);
      await audit(shop);
    });

    it('one whose time runs out in the middle of its work: the other does it, and what comes late writes nothing', async () => {
      let overtake: (() => Promise<void>) | undefined;
      const answers: number[] = [];
      const { shop, other } = await meeting(40, {
        store: (store) => ({
          ...store,
          async commit(steps) {
            const take = overtake;
            overtake = undefined;
            await take?.();
            const answer = await store.commit(steps);
            if (take) answers.push(answer.fencedOut.length, steps.length);
            return answer;
          },
        }),
      });
      overtake = async () => void (await advance(other.engine, shop.clock.now()));
      await shop.settle();
      expect(answers).toEqual([40, 40]);
      await once(shop, 40);
    });

    it('an effect keeps its key when it is tried again, and when its contact moves to another worker', async () => {
      const keys = new Map<string, Set<string>>();
      const noting =
        (refusals: number) =>
        (courier: Courier): Courier => ({
          ...courier,
          async deliver(items, now, begin) {
            for (const { key, contactId } of items) {
              const of = `${contactId}`;
              keys.set(of, (keys.get(of) ?? new Set()).add(key));
            }
            if (refusals-- > 0) return items.map(({ id }): CourierResult => ({ id, at: now, again: { reason: 'http-503', arrived: 'no' } })); // prettier-ignore
            return courier.deliver(items, now, begin);
          },
        });
      let torn = 2;
      const { shop } = await meeting(10, {
        couriers: (couriers) => couriers.map(noting(2)),
        store: (store) => ({
          ...store,
          async commit(steps) {
            // The whole step is done anew, by an engine that has just taken the shards.
            if (steps.some(({ effects }) => effects.length > 0) && torn-- > 0) return { fencedOut: steps.map(({ run }) => run.id), lost: steps.map(({ run }) => run.shard) }; // prettier-ignore
            return store.commit(steps);
          },
        }),
      });
      const third = new Shop(second, shop.clock, shop.workspaceId, { couriers: (couriers) => couriers.map(noting(2)) });
      await shop.settle();
      await shop.passes('10 seconds');
      await advance(third.engine, shop.clock.now());
      await third.passes('2 hours');
      await shop.passes('2 hours');
      const runs = await shop.rows<{ id: number; contact: number }>('SELECT id, contact_id AS contact FROM run');
      for (const { id, contact } of runs)
        expect([...(keys.get(String(contact)) ?? [])]).toEqual([expect.stringMatching(new RegExp(`^${shop.workspaceId}:${id}:m:1:`))]); // prettier-ignore
      await once(shop, 10);
    });
  });
