import { housekeep, insertRows, type Database } from '@sojourn/storage';
import { EDGE_TOTALS, testDatabases } from '@sojourn/storage/testing';
import { DAY } from '@sojourn/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../engine/audit.js';
import { journey, openShop, type Shop } from '../engine/house.js';

/** Old rows of each sort; 1,000,000 for the figures that are told. */
const OLD = Number(process.env['SOJOURN_TEST_OLD_ROWS'] ?? 20_000);
const USERS = 200;

for (const db of testDatabases())
  describe(`housekeeping on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    /** People who wait a minute, for ever: each round wakes them all. */
    async function circle(shop: Shop): Promise<() => Promise<number>> {
      await shop.publish(journey('Circle').onEvent('go').wait('w', '1 minute').tag('t', 'seen').to('w'));
      await shop.happen(...Array.from({ length: USERS }, (_, i) => ({ user: `u${i}`, event: 'go' })));
      await shop.settle();
      return async () => {
        const began = performance.now();
        await shop.passes('1 minute');
        return performance.now() - began;
      };
    }

    it('of many rows is not in the way of those who move', { timeout: 600_000 }, async () => {
      const shop = await openShop(database);
      const round = await circle(shop);
      await leave(database, shop.clock.now() - 100 * DAY);
      const alone: number[] = [];
      for (let i = 0; i < 40; i++) alone.push(await round());

      let cleaning = true;
      let rounds = 0;
      const began = performance.now();
      const cleaner = (async () => {
        for (;;) {
          const { more } = await housekeep(database, shop.clock, { worker: 'w', traceDays: 30 });
          rounds++;
          if (!more) break;
        }
        cleaning = false;
      })();
      const meanwhile: number[] = [];
      while (cleaning || meanwhile.length < 10) {
        meanwhile.push(await round());
        // On SQLite nothing of a round waits for the world: timers would never have their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await cleaner;
      const told = { db: db.name, old: OLD, rounds, seconds: (performance.now() - began) / 1_000, alone: spread(alone), meanwhile: spread(meanwhile) }; // prettier-ignore
      if (process.env['SOJOURN_TEST_OLD_ROWS']) console.log(JSON.stringify(told));
      expect(spread(meanwhile).p50).toBeLessThan(6 * spread(alone).p50 + 50);
      // On MySQL whole days are dropped, and these are from before the first that was laid out.
      if (db.name === 'sqlite')
        expect(await shop.number('SELECT COUNT(*) AS n FROM trace WHERE at < ?', shop.clock.now() - 31 * DAY)).toBe(0);
      expect(await shop.number('SELECT COUNT(*) AS n FROM outbox')).toBe(0);
      expect(await shop.number(`SELECT SUM(n) AS n FROM ${EDGE_TOTALS} WHERE version_id = 77 AND node_id = 'a'`)).toBe(
        OLD,
      );
      expect(await shop.number("SELECT COUNT(*) AS n FROM run WHERE state = 'active'")).toBe(USERS);
      await audit(shop);
    });
  });

/** What a long life has left behind: traces, deliveries and counts. */
async function leave(database: Database, at: number): Promise<void> {
  const steps = JSON.stringify([
    { nodeId: 'a', visit: 1, outcome: 'next', why: { key: 'some.reason', with: { n: 7 } } },
  ]);
  for (let done = 0; done < OLD; done += 10_000)
    await database.inTransaction(async (tx) => {
      const many = <T>(row: (i: number) => T): T[] => Array.from({ length: Math.min(10_000, OLD - done) }, (_, i) => row(done + i)); // prettier-ignore
      const ids = await tx.take('trace', 10_000);
      await insertRows(tx, 'trace', ['id', 'workspace_id', 'run_id', 'journey_id', 'contact_id', 'at', 'steps'], many((i) => [ids[i - done], 9, i, 9, i % 5_000, at + i, steps])); // prettier-ignore
      await insertRows(tx, 'edge_delta', ['id', 'workspace_id', 'version_id', 'node_id', 'outcome', 'n'], many((i) => [1e9 + i, 9, 77, 'a', `o${i % 30}`, 1])); // prettier-ignore
      await insertRows(
        tx,
        'outbox',
        ['id', 'workspace_id', 'contact_id', 'run_id', 'node_id', 'visit', 'effect_key', 'kind', 'effect', 'state', 'attempt', 'due_at', 'ready_at', 'created_at', 'settled_at'],
        many((i) => [1e9 + i, 9, i % 5_000, i, 'm', 1, `old:${i}`, 'message', steps, 'delivered', 1, at, at, at, at]),
      ); // prettier-ignore
    });
}

function spread(times: readonly number[]): {
  readonly rounds: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
} {
  // prettier-ignore
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 10) / 10; // prettier-ignore
  return { rounds: times.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
