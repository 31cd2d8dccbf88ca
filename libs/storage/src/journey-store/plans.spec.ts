import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Tx } from '../database/database.js';
import { Scene, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { nextDueAt } from './next-due-at.js';

const EVERYTHING = { attributes: new Set(['*']), tags: true, payload: true, events: new Map([['enter', Infinity], ['go', 500]]) }; // prettier-ignore

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

    interface Sent {
      readonly verb: string;
      readonly sql: string;
      readonly params: readonly unknown[];
      readonly plan: readonly Record<string, unknown>[];
    }
    let sent: readonly Sent[];

    /** Every statement that `work` sends, with its plan. The first argument names what is sent from then on. */
    const record = async (
      work: (recording: Database, verb: (name: string) => void) => Promise<unknown>,
    ): Promise<Sent[]> => {
      const noted: Omit<Sent, 'plan'>[] = [];
      let verb = '';
      const note = (sql: string, params: readonly unknown[] = []): void => void noted.push({ verb, sql, params });
      const recorded = (tx: Tx): Tx => ({
        ...tx,
        rows: (sql, params) => (note(sql, params), tx.rows(sql, params)),
        ...(tx.each && { each: (sql, rows) => (rows.length > 0 && note(sql, rows[0]), tx.each!(sql, rows)) }), // checked
        run: (
          statement: Parameters<Tx['run']>[0] | { sql: string; params: readonly unknown[] },
          params?: readonly unknown[],
        ) =>
          typeof statement === 'string'
            ? (note(statement, params), tx.run(statement, params))
            : (note(statement.sql, statement.params), tx.run(statement)),
      });
      const recording: Database = {
        ...database,
        read: { ...database.read, rows: (sql, params) => (note(sql, params), database.read.rows(sql, params)) },
        inTransaction: (inner) => database.inTransaction((tx) => inner(recorded(tx))),
      };
      await work(recording, (name) => void (verb = name));
      const explained: Sent[] = [];
      for (const one of noted) {
        const plan = /^INSERT/.test(one.sql)
          ? []
          : await database.inTransaction((tx) =>
              tx.rows(`${db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${one.sql}`, one.params),
            );
        explained.push({ ...one, plan });
      }
      return explained;
    };

    /** Whole tables read, or rows sorted by hand; JSON lists and the first rows of an ordered index are meant to be read whole. */
    const slow = (plan: string): boolean =>
      db.name === 'sqlite'
        ? /ix_(run|outbox)_due \(state=\?\)/.test(plan.includes('LIMIT') ? '' : plan) ||
          /SCAN (?!CONSTANT|json_each|v\b|lane\b|l\b|f\b|\(subquery)|TEMP B-TREE FOR ORDER/.test(
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

    beforeAll(async () => {
      sent = await record(async (recording, verb) => {
        const own = new Scene(recording, 701);
        verb('ingest: events of a batch');
        await own.happens('go', ['j701-1', 'j701-2', 'nobody'], 2_000, { n: 1 });
        verb('routing');
        await own.route();
        verb('claim');
        const runs = await own.claim(2_000, 50);
        verb('load');
        await own.store.loadFacts(runs, EVERYTHING, 2_000);
        await own.store.loadEvents([1, 2, 3]);
        verb('commit');
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
        verb('outbox, one after the other');
        const items = await own.store.claimOutbox({ now: 2_000, limit: 20, leaseMs: 1 });
        await own.store.settleOutbox(items.map(({ id }) => ({ id, at: 2_000, final: { status: 'delivered' } })));
        await own.store.claimOutbox({ now: 9_000, limit: 20, leaseMs: 1 });
        verb('entry timers');
        await own.store.fireEntryTimers({ now: 1, limit: 10 }, () => Promise.resolve([]));
        verb('things of value');
        await own.store.settle(
          (await own.claim(9_000, 20)).map((run) => ({
            ...run,
            runId: run.id,
            visit: 9,
            ask: { kind: 'coupon.issue', pool: 'pool' },
          })),
          2_000,
        );
        verb('what is due, and when');
        await own.store.workAt(2_000);
        await nextDueAt(recording.read);
      });
    }, 60_000);

    test('no verb reads a whole table or sorts one by hand', () => {
      // As many rows as a database has shards: read as it comes.
      const looked = sent.filter(({ sql, plan }) => plan.length > 0 && !/FROM shard\b/.test(sql));
      const plans = looked.map(
        ({ sql, plan }) => `${sql.replaceAll(/\s+/g, ' ').slice(0, 120)} => ${JSON.stringify(plan)}`,
      );
      expect(plans.length).toBeGreaterThan(30);
      expect(plans.filter(slow)).toEqual([]);
    });

    test('a claim walks its lane’s index and sorts nothing', () => {
      const claims = sent.filter(({ verb, sql }) => verb === 'claim' && sql.includes('ORDER BY due_at, id'));
      expect(claims.length).toBeGreaterThan(0);
      for (const { plan } of claims) {
        expect(JSON.stringify(plan)).toContain('ix_run_lane');
        expect(JSON.stringify(plan)).not.toMatch(/filesort|temporary|TEMP B-TREE/i);
      }
    });

    test('the statements are those of the committed listing', () => {
      const file = new URL(`../../sql/${db.name}.sql`, import.meta.url);
      const listing = listingOf(sent);
      if (process.env['SOJOURN_TEST_WRITE_SQL']) writeFileSync(file, listing);
      // Plans change with the server's version; the statements are ours.
      const statements = (text: string): string => text.replaceAll(/^-- {3}.*\n/gm, '');
      expect(
        statements(readFileSync(file, 'utf8')),
        'run with SOJOURN_TEST_WRITE_SQL=1 and review the difference',
      ).toBe(statements(listing));
    });

    /** Each statement once, under what it is for, with its plan. */
    const listingOf = (all: readonly Sent[]): string => {
      const written = new Set<string>();
      let listing = `-- Statements of the engine's hot path on ${db.name === 'sqlite' ? 'SQLite' : 'MySQL and MariaDB'}, as they are sent; written by journey-store/plans.spec.ts.\n`;
      let under = '';
      for (const { verb, sql, plan } of all) {
        const text = shortened(sql);
        if (written.has(text)) continue;
        written.add(text);
        if (verb !== under) listing += `\n-- ${verb}\n`;
        under = verb;
        listing += `\n${text};\n`;
        for (const line of new Set(plan.map(lineOf))) listing += `--   ${line}\n`;
      }
      return listing;
    };
    const lineOf = (row: Record<string, unknown>): string =>
      db.name === 'sqlite'
        ? String(row['detail'])
        : ['table', 'type', 'key', 'Extra']
            .map((name) => String(row[name] ?? '-'))
            .join(' | ')
            .replaceAll(/<\w+\d+(,\d+)*>/g, '<derived>');
  });

/** A union of lanes as one of them; short lists and long ones alike. */
function shortened(sql: string): string {
  const parts = [...new Set(sql.trim().split(/\s+UNION ALL\s+(?=\(?SELECT (?:\* FROM \()?(?:SELECT )?id,)/))];
  return parts
    .join('\nUNION ALL\n')
    .replaceAll(/VARCHAR\(\d+\)|LONGTEXT/g, 'VARCHAR(n)')
    .replaceAll(/ {2,}|\n\s*/g, '\n  ');
}
