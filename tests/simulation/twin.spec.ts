import fc from 'fast-check';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALM } from './faults.js';
import { lives } from './lives.js';
import { SqlHouse } from './sql-house.js';
import { trial } from './trial.js';
import { worlds } from './world.js';

/** A shadow is only worth what it is like: the same worlds over it and over the databases, compared to the last wake. */
for (const db of testDatabases())
  describe(`a shadow and ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('bring about the same lives', { timeout: 300_000 }, async () => {
      const numRuns = Number(process.env['SOJOURN_TEST_RUNS'] ?? (db.name === 'sqlite' ? 40 : 6));
      await fc.assert(
        fc.asyncProperty(worlds(false), fc.constantFrom(1, 3, 1_000), async (world, batchSize) => {
          const { house, wrong } = await trial(world, { circumstances: { ...CALM, batchSize } });
          expect(wrong).toEqual([]);
          expect(lives(house.shadow)).toEqual(await new SqlHouse(database, batchSize).live(world));
        }),
        { numRuns, seed: Number(process.env['SOJOURN_TEST_SEED'] ?? 1) },
      );
    });
  });
