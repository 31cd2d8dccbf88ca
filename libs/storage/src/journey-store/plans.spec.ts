import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Tx } from '../database/database.js';
import { Scene, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { nextDueAt } from './next-due-at.js';

const EVERYTHING = { attributes: new Set(['*']), tags: true, payload: true, events: new Map([['enter', Infinity]]) };

for (const db of testDatabases())
  describe(`query plans on ${db.name}`, () => {
    let database: Database;
    let scene: Scene;
    beforeAll(async () => {
      database = await db.open();
      scene = new Scene(database, 701);
      await scene.enter(701, 4_000, 1_000);
      const pool = await scene.addPool('pool', 4_000);
      const runs = await scene.claim(1_000, 3_000);
      const effect = { kind: 'message', channel: 'inbox', content: { body: '', format: 'text' }, data: {} } as const;
      await scene.store.commit(
        runs.map((run) =>
          waits(run, {
            effects: [{ nodeId: 'n1', visit: 1, effect }],
            next: { dueAt: 1e12, subscriptions: [{ id: 's', event: 'go' }] },
          }),
        ),
      );
      await scene.store.settle(
        (await scene.claim(1_000, 500)).map((run) => ({
          ...run,
          runId: run.id,
          visit: 1,
          ask: { kind: 'coupon.issue', pool: String(pool) },
        })),
        1_000,
      );
      // SQLite gets no statistics: nobody gathers them in the field either.
      if (db.name === 'mysql')
        await database.read.rows('ANALYZE TABLE run, contact, event, outbox, subscription, coupon_code, `signal`');
    }, 60_000);
    afterAll(() => db.close());

    /** The plans of every statement that `work` sends, but not those that read a whole small list on purpose. */
    const plansOf = async (work: (recording: Database) => Promise<unknown>): Promise<string[]> => {
      const sent: { sql: string; params: readonly unknown[] }[] = [];
      const note = (sql: string, params: readonly unknown[] = []): void => void sent.push({ sql, params });
      const recorded = (tx: Tx): Tx => ({
        ...tx,
        rows: (sql, params) => (note(sql, params), tx.rows(sql, params)),
        run: (
          statement: Parameters<Tx['run']>[0] | { sql: string; params: readonly unknown[] },
          params?: readonly unknown[],
        ) =>
          typeof statement === 'string'
            ? (note(statement, params), tx.run(statement, params))
            : (note(statement.sql, statement.params), tx.run(statement)),
      });
      await work({
        ...database,
        read: { ...database.read, rows: (sql, params) => (note(sql, params), database.read.rows(sql, params)) },
        inTransaction: (inner) => database.inTransaction((tx) => inner(recorded(tx))),
      });
      const plans: string[] = [];
      for (const { sql, params } of sent) {
        // As many rows as a database has shards.
        if (/^INSERT/.test(sql) || /FROM shard\b/.test(sql)) continue;
        const rows = await database.inTransaction((tx) =>
          tx.rows(`${db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`, params),
        );
        plans.push(`${sql.replaceAll(/\s+/g, ' ').slice(0, 120)} => ${JSON.stringify(rows)}`);
      }
      return plans;
    };

    /** Whole tables read, or rows sorted by hand; JSON lists and the first rows of an ordered index are meant to be read whole. */
    const slow = (plan: string): boolean =>
      db.name === 'sqlite'
        ? /ix_(run|outbox)_due \(state=\?\)/.test(plan.includes('LIMIT') ? '' : plan) ||
          /SCAN (?!json_each|v\b|lane\b|l\b|f\b|\(subquery)|TEMP B-TREE FOR ORDER/.test(
            plan.replaceAll(/"detail":"SCAN (signal|s|outbox|entry_timer|run)( USING (COVERING )?INDEX \w+)?"/g, (m) =>
              plan.includes('LIMIT') ? '' : m,
            ),
          )
        : (
            JSON.parse(plan.slice(plan.indexOf(' => ') + 4)) as {
              table: string;
              type: string;
              rows: number;
              Extra: string;
            }[]
          ).some(
            ({ table, type, rows, Extra }) =>
              (type === 'ALL' && table !== 'v' && rows > 2_000) || (/filesort/.test(Extra) && rows > 2_000),
          );

    test('no verb reads a whole table or sorts one by hand', async () => {
      const plans = await plansOf(async (recording) => {
        const own = new Scene(recording, 701);
        await own.happens('go', ['j701-1', 'j701-2', 'nobody'], 2_000, { n: 1 });
        await own.route();
        const runs = await own.claim(2_000, 50);
        await own.store.loadFacts(runs, EVERYTHING);
        const contact = { kind: 'contact', set: { a: 1 }, addTags: ['t'], removeTags: ['u'] } as const;
        await own.store.commit(
          runs.map((run) =>
            waits(run, {
              knownEventId: 0,
              effects: [{ nodeId: 'n1', visit: 1, effect: contact }],
              next: { subscriptions: [{ id: 's', event: 'enter' }] },
            }),
          ),
        );
        const items = await own.store.claimOutbox({ now: 2_000, limit: 20, leaseMs: 1 });
        await own.store.settleOutbox(items.map(({ id }) => ({ id, at: 2_000, final: { status: 'delivered' } })));
        await own.store.claimOutbox({ now: 9_000, limit: 20, leaseMs: 1 });
        await own.store.fireEntryTimers({ now: 1, limit: 10 }, () => Promise.resolve([]));
        await own.store.settle(
          (await own.claim(9_000, 20)).map((run) => ({
            ...run,
            runId: run.id,
            visit: 9,
            ask: { kind: 'coupon.issue', pool: 'pool' },
          })),
          2_000,
        );
        await nextDueAt(recording.read);
      });
      expect(plans.length).toBeGreaterThan(30);
      expect(plans.filter(slow)).toEqual([]);
    }, 60_000);
  });
