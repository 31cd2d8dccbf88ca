import { moveContacts } from '@sojourn/execution';
import { hash32 } from '@sojourn/kernel';
import { insertRows, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey, openShop, Shop } from '../engine/house.js';
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
      await crowd(database, noisy, crowded);
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

/** People who have been due since yesterday. */
async function crowd(database: Database, { workspaceId, clock }: Shop, journeyId: number): Promise<void> {
  const [version] = await database.read.rows<{ id: number }>('SELECT id FROM journey_version WHERE journey_id = ?', [journeyId]); // prettier-ignore
  const shards = Number((await database.read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM shard'))[0]?.n);
  const at = clock.now() - 86_400_000;
  for (let done = 0; done < CROWD; done += 5_000)
    await database.inTransaction(async (tx) => {
      const count = Math.min(5_000, CROWD - done);
      const contacts = await tx.take('contact', count);
      const runs = await tx.take('run', count);
      await insertRows(tx, 'contact', ['id', 'workspace_id', 'external_id', 'attributes', 'last_event_id', 'created_at', 'updated_at'], contacts.map((id) => [id, workspaceId, `crowd-${id}`, '{}', 0, at, at])); // prettier-ignore
      await insertRows(
        tx,
        'run',
        ['id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits', 'arrived_at', 'due_at', 'fence', 'claimed', 'pending', 'variables', 'started_at'],
        contacts.map((id, i) => [runs[i], workspaceId, journeyId, version?.id, id, '', 'e1', hash32(String(id)) % shards, 'active', 'w', '{"w":1}', at, at, 0, 0, '{"kind":"timer"}', '{}', at]),
      ); // prettier-ignore
    });
}
