import { moveContacts } from '@sojourn/execution';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey, openShop, Shop } from '../engine/house.js';
import { crowd } from './crowd.js';
import { addWorkspace, draw } from './neighbours.js';

/** Due runs of the noisy workspace; 200,000 and more for the figures that are told. */
const CROWD = Number(process.env['SOJOURN_TEST_CROWD'] ?? 20_000);

for (const db of testDatabases())
  describe(`many due runs of one workspace, on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('do not keep those of another waiting: theirs move with the first batches', { timeout: 600_000 }, async () => {
      const quiet = await openShop(database, { engine: { batchSize: 500 } });
      const noisy = new Shop(database, quiet.clock, await addWorkspace(database, 'noisy'));
      const drawing = () => journey().onEvent('go').wait('w', '1 hour').end('x');
      const crowded = await draw(noisy, drawing());
      await draw(quiet, drawing());
      const users = ['ana', 'bo', 'cy'];
      await quiet.happen(...users.map((user) => ({ user, event: 'go' })));
      await quiet.settle();
      // Those of the crowd have been due for longer, so that by time alone they would all come first.
      await crowd(noisy, crowded, CROWD);
      quiet.sleeps('1 hour');

      let batches = 0;
      let movedAfter: number | undefined;
      const engine = {
        ...quiet.startEngine({ batchSize: 500 }),
        observe: ({ kind }: { kind: string }) => void (kind === 'batch' && batches++),
      };
      let looking = Promise.resolve();
      const stop = (): boolean => {
        looking = looking.then(async () => {
          if (movedAfter === undefined && (await left()) === 0) movedAfter = batches;
        });
        return movedAfter !== undefined || batches > 60;
      };
      const left = (): Promise<number> =>
        quiet.number('SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND due_at <= ?', quiet.workspaceId, quiet.clock.now()); // prettier-ignore
      const began = performance.now();
      await moveContacts(engine, quiet.clock, stop);
      await looking;
      const ms = performance.now() - began;
      if (process.env['SOJOURN_TEST_CROWD']) console.log(JSON.stringify({ db: db.name, crowd: CROWD, movedAfter, ms: Math.round(ms) })); // prettier-ignore
      expect(movedAfter).toBeGreaterThan(0);
      expect(movedAfter).toBeLessThanOrEqual(8);
      expect(await quiet.number('SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND due_at <= ?', noisy.workspaceId, quiet.clock.now())).toBeGreaterThan(CROWD / 2); // prettier-ignore
    });
  });
