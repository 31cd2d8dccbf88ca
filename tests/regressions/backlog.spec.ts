import { moveContacts } from '@sojourn/execution';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey, openShop } from '../engine/house.js';
import { crowd } from './crowd.js';

/**
 * Defect of engines with an embedded database: it answers at once, so that a process with much to do never comes to anything else.
 * Requests, leases and the order to stop wait behind the last of a million runs.
 */
for (const db of testDatabases())
  describe(`a long backlog on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('leaves the process time for everything else', { timeout: 120_000 }, async () => {
      const shop = await openShop(database);
      const id = await shop.publish(journey().onEvent('go').wait('w', '1 hour').tag('t', 'seen').end('x'));
      await crowd(shop, id, 10_000);
      let batches = 0;
      const engine = {
        ...shop.startEngine({ batchSize: 500 }),
        observe: ({ kind }: { kind: string }) => void (kind === 'batch' && batches++),
      };
      // Batches at each tick of a timer that wants to tick all the time.
      const ticks: number[] = [];
      const timer = setInterval(() => ticks.push(batches), 1);
      await moveContacts(engine, shop.clock);
      clearInterval(timer);
      expect(batches).toBeGreaterThan(15);
      const during = new Set(ticks.filter((n) => n > 0 && n < batches));
      expect(during.size).toBeGreaterThan(batches / 4);
    });
  });
