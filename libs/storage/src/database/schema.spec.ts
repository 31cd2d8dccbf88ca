import { afterAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../testing.js';

for (const db of testDatabases())
  describe(`schema on ${db.name}`, () => {
    afterAll(() => db.close());

    test('the migrations build exactly what the entities describe', async () => {
      const database = await db.open();
      expect(await database.schemaDrift()).toEqual([]);
    });

    test('opening again finds nothing to do', async () => {
      const database = await db.open();
      expect(await database.schemaDrift()).toEqual([]);
    });
  });
