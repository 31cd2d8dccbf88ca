import { moveContacts, type Engine, type JourneyStore, type Observation } from '@sojourn/execution';
import { OperationalError } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './audit.js';
import { journey, openShop, type Shop } from './house.js';

const PEOPLE = 300;
const users = Array.from({ length: PEOPLE }, (_, i) => `u${i}`);

/** Live workers: routing and moving beside each other, the next batch stepped while the last one is written. */
for (const db of testDatabases())
  describe(`live workers on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    const open = async (): Promise<Shop> => {
      const shop = await openShop(database, { engine: { batchSize: 20 } });
      await shop.publish(journey('One').onEvent('go').tag('t', 'a').waitFor('w', ['reply'], { timeout: '1 hour' }).end('x').by('w', 'timeout').end('late')); // prettier-ignore
      await shop.publish(journey('Two').onEvent('go').wait('w', '30 minutes').tag('t', 'b').end('x'));
      await shop.happen(...users.map((user) => ({ user, event: 'go' })));
      return shop;
    };
    const ended = (shop: Shop): Promise<number> => shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'ended'");

    it('move everyone, once; while a batch is written the next is on its way, and never a contact twice', async () => {
      const shop = await open();
      const told: Observation[] = [];
      const held = new Set<number>();
      let writing = 0;
      let beside = 0;
      const store: JourneyStore = {
        ...shop.store,
        claimRuns: (claim) => {
          if (writing > 0) beside++;
          return shop.store.claimRuns(claim);
        },
        commit: async (steps) => {
          const contacts = steps.map(({ run }) => run.contactId);
          expect(++writing).toBe(1);
          expect(contacts.filter((id) => held.has(id))).toEqual([]);
          for (const id of contacts) held.add(id);
          // As over a network: others get their turn before the answer comes.
          await new Promise((resolve) => setTimeout(resolve, 2));
          const answer = await shop.store.commit(steps);
          for (const id of contacts) held.delete(id);
          writing--;
          return answer;
        },
      };
      const engine: Engine = { ...shop.startEngine(), store, observe: (what) => void told.push(what) };
      await moveContacts(engine, shop.clock);
      await shop.happen(...users.slice(0, PEOPLE / 2).map((user) => ({ user, event: 'reply' })));
      await moveContacts(engine, shop.clock);
      shop.sleeps('61 minutes');
      await moveContacts(engine, shop.clock);
      expect(await ended(shop)).toBe(2 * PEOPLE);
      expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE node_id = 'late'")).toBe(PEOPLE / 2);
      expect([engine.underWay.size, writing]).toEqual([0, 0]);
      expect(beside).toBeGreaterThan(0);
      const late = told.flatMap((what) => (what.kind === 'batch' ? what.lateMs : []));
      expect([late.length, Math.max(...late) >= 60_000]).toEqual([PEOPLE + PEOPLE / 2, true]);
      await audit(shop);
    });

    it('a commit that fails lets its contacts go; the next round moves them', async () => {
      const shop = await open();
      let failures = 3;
      const commit: JourneyStore['commit'] = (steps) =>
        failures-- > 0
          ? Promise.reject(new OperationalError('the connection broke', { code: 'spec.broken' }))
          : shop.store.commit(steps);
      const engine: Engine = { ...shop.startEngine(), store: { ...shop.store, commit } };
      for (let round = 0; round < 3; round++) {
        await expect(moveContacts(engine, shop.clock)).rejects.toThrow('the connection broke');
        expect(engine.underWay.size).toBe(0);
      }
      await moveContacts(engine, shop.clock);
      shop.sleeps('61 minutes');
      await moveContacts(engine, shop.clock);
      expect(await ended(shop)).toBe(2 * PEOPLE);
      await audit(shop);
    });

    it('another worker takes the shards in the middle: it moves everyone, the one before writes no more', async () => {
      const shop = await open();
      const told: Observation[] = [];
      const another = shop.startEngine();
      let commits = 0;
      const commit: JourneyStore['commit'] = async (steps) => {
        if (++commits === 3) await shop.store.shards.seize('another');
        return shop.store.commit(steps);
      };
      const engine: Engine = {
        ...shop.startEngine(),
        store: { ...shop.store, commit },
        observe: (what) => void told.push(what),
      };
      await moveContacts(engine, shop.clock, () => told.some(({ kind }) => kind === 'lost'));
      expect(told.some(({ kind }) => kind === 'lost')).toBe(true);
      await moveContacts(another, shop.clock);
      shop.sleeps('61 minutes');
      await moveContacts(another, shop.clock);
      expect(await ended(shop)).toBe(2 * PEOPLE);
      await audit(shop);
    });
  });
