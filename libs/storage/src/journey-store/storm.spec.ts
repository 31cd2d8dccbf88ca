import type { StepResult } from '@sojourn/execution';
import { seededRandom } from '@sojourn/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { Scene, ends, waits } from '../testing-scene.js';
import { EDGE_TOTALS, testDatabases } from '../testing.js';

const CONTACTS = 200;
const WORKERS = 5;
/** Between two rounds at most, milliseconds. */
const TICK = 100;

for (const db of testDatabases())
  describe(`a storm on ${db.name}`, () => {
    let database: Database;
    beforeEach(async () => {
      database = await db.open();
    });
    afterEach(() => db.close());

    test.each([1, 2, 3])(
      'workers that die, overtake each other and are interrupted by events take every run through each node once (seed %i)',
      async (seed) => {
        const scene = new Scene(database, 1);
        await scene.enter(1, CONTACTS, 0);
        const random = seededRandom(seed);
        let now = 0;
        let fencedOut = 0;
        /** What slow workers have done and not yet committed, perhaps after somebody took their shards. */
        const late: StepResult[][] = [];
        /** Claims some runs, then dies, dawdles, or commits: two nodes, then the end. */
        const work = async (): Promise<void> => {
          const runs = await scene.claim(now, 1 + random.int(20));
          if (random.next() < 0.15) return scene.forget(runs);
          const message = {
            kind: 'message',
            channel: 'inbox',
            content: { body: '', format: 'text' },
            data: {},
          } as const;
          const steps = runs.map((run) => {
            const visit = run.visits[run.nodeId] ?? 1;
            const effects = [{ nodeId: run.nodeId, visit, effect: message }];
            const trace = [{ nodeId: run.nodeId, visit, outcome: 'next' }];
            if (run.nodeId === 'n3')
              return ends(run, { effects, trace, next: { state: 'ended', nodeId: 'n3', reason: 'finished' } });
            const nodeId = run.nodeId === 'n1' ? 'n2' : 'n3';
            const subscriptions = [{ id: 's', event: 'go' }];
            return waits(run, {
              effects,
              trace,
              next: { nodeId, visits: { ...run.visits, [nodeId]: 1 }, dueAt: now + random.int(80), subscriptions },
            });
          });
          if (random.next() < 0.4) late.push(steps);
          else fencedOut += (await scene.store.commit(steps)).fencedOut.length;
        };
        const wakeUp = async (): Promise<void> => {
          const steps = late.length > 2 ? late.shift() : undefined;
          if (steps) fencedOut += (await scene.store.commit(steps)).fencedOut.length;
        };
        /** Another worker takes everything, and starts from what is stored. */
        const takeOver = async (): Promise<void> => {
          await scene.store.shards.seize(`w${now}`);
          scene.forget();
        };
        const interrupt = async (): Promise<void> => {
          await scene.happens('go', [`j1-${random.int(CONTACTS)}`, `j1-${random.int(CONTACTS)}`], now);
          await scene.route();
        };
        for (let round = 0; round < 60; round++) {
          await Promise.all([
            ...Array.from({ length: WORKERS }, work),
            wakeUp(),
            ...(round < 30 ? [interrupt()] : []),
            ...(random.next() < 0.2 ? [takeOver()] : []),
          ]);
          now += random.int(TICK);
        }
        for (let round = 0; round < 400 && (await scene.store.nextDueAt()) !== null; round++) {
          now += TICK + 1;
          scene.forget();
          await scene.route();
          await work();
          await scene.store.settleOutbox(
            (await scene.store.claimOutbox({ now, limit: 1_000, leaseMs: 1 })).map(({ id }) => ({
              id,
              at: now,
              final: { status: 'delivered' },
            })),
          );
        }
        expect(await scene.rows('SELECT state, COUNT(*) AS n FROM run GROUP BY state')).toEqual([
          { state: 'ended', n: CONTACTS },
        ]);
        expect(
          await scene.rows(`SELECT node_id AS node, outcome, n FROM ${EDGE_TOTALS} ORDER BY node_id, outcome`),
        ).toEqual([
          { node: 'entry', outcome: '$end:finished', n: CONTACTS },
          { node: 'entry', outcome: 'entered', n: CONTACTS },
          { node: 'n1', outcome: 'next', n: CONTACTS },
          { node: 'n2', outcome: 'next', n: CONTACTS },
          { node: 'n3', outcome: 'next', n: CONTACTS },
        ]);
        expect([await scene.count('trace'), await scene.count('outbox'), await scene.count('subscription'), await scene.count('signal')]).toEqual([3 * CONTACTS, 3 * CONTACTS, 0, 0]); // prettier-ignore
        // The storm must have bitten, or it proves nothing.
        expect(fencedOut).toBeGreaterThan(0);
      },
      60_000,
    );
  });
