import { readFileSync, writeFileSync } from 'node:fs';
import { DEFAULT_RULES, type OutboxItem, type OutboxStore } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Statement, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { testDatabases } from '../testing.js';
import * as deliveries from './deliveries.js';
import { createOutboxStore } from './outbox-store.js';

const STATES = ['ready', 'delivered', 'delivered', 'delivered', 'dead', 'unknown'];
const ROWS = 12_000;

interface Plan {
  readonly sql: string;
  readonly steps: readonly Record<string, unknown>[];
}

for (const db of testDatabases())
  describe(`query plans of the outbox on ${db.name}`, () => {
    let database: Database;
    const sent: { sql: string; params: readonly unknown[] }[] = [];

    beforeAll(async () => {
      database = await db.open();
      const ids = Array.from({ length: ROWS }, (_, i) => i + 1);
      const lane = (id: number): number => (Math.floor(id / 6) % 40) + 1;
      await database.inTransaction(async (tx) => {
        await insertRows(
          tx,
          'outbox',
          ['id', 'workspace_id', 'contact_id', 'run_id', 'node_id', 'visit', 'effect_key', 'kind', 'channel', 'effect', 'state', 'attempt', 'due_at', 'ready_at', 'created_at', 'settled_at'],
          ids.map((id) => [id, lane(id), id, id, 'n', 1, `k${id}`, 'message', id % 7 ? 'mail' : 'inbox', '{"kind":"message","channel":"mail"}', STATES[id % STATES.length], 1, id, id, id, id]),
        ); // prettier-ignore
        await insertRows(tx, 'contact', ['id', 'workspace_id', 'attributes', 'created_at', 'updated_at', 'last_event_id'], ids.map((id) => [id, lane(id), '{}', 0, 0, 0])); // prettier-ignore
        await insertRows(
          tx,
          'run',
          ['id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits', 'arrived_at', 'fence', 'claimed', 'pending', 'variables', 'started_at'],
          ids.map((id) => [id, lane(id), 1, 1, id, '', 'e', 0, 'active', 'n', '{"n":1}', 0, 0, 0, '{}', '{}', 0]),
        ); // prettier-ignore
        await insertRows(tx, 'send_lane', ['workspace_id', 'channel', 'halted', 'rate_milli', 'burst', 'concurrency', 'tokens_milli', 'refilled_at', 'paused_until'], ids.slice(0, 40).map((id) => [id, 'mail', 0, 100_000_000, 1000, 50, 1_000_000, 0, 0])); // prettier-ignore
      });
      if (db.name === 'mysql') await database.read.rows('ANALYZE TABLE outbox, run, contact, send_lane');
    }, 60_000);
    afterAll(() => db.close());

    const note = (sql: string, params: readonly unknown[] = []): void => void sent.push({ sql, params });
    const recording = (): Database => {
      const recorded = (tx: Tx): Tx => ({
        ...tx,
        rows: (sql, params) => (note(sql, params), tx.rows(sql, params)),
        run: (statement: string | Statement, params?: readonly unknown[]) =>
          typeof statement === 'string'
            ? (note(statement, params), tx.run(statement, params))
            : (note(statement.sql, statement.params), tx.run(statement)),
      });
      return {
        ...database,
        read: { ...database.read, rows: (sql, params) => (note(sql, params), database.read.rows(sql, params)) },
        inTransaction: (work) => database.inTransaction((tx) => work(recorded(tx))),
      };
    };
    const plansOf = async (work: (store: OutboxStore, recorded: Database) => Promise<unknown>): Promise<Plan[]> => {
      sent.length = 0;
      const recorded = recording();
      await work(createOutboxStore(recorded), recorded);
      const plans: Plan[] = [];
      for (const { sql, params } of sent.filter((one) => !/^INSERT/.test(one.sql))) {
        const how = db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
        const steps = await database.inTransaction((tx) => tx.rows(`${how} ${sql}`, params));
        plans.push({ sql: sql.replaceAll(/\s+/g, ' '), steps });
      }
      return plans;
    };
    /** Steps that read a whole table, or sort more than a page of it. */
    const slow = ({ sql, steps }: Plan): string[] =>
      steps.flatMap((step) => {
        if (db.name === 'sqlite') {
          const detail = String(step['detail']);
          const whole = /SCAN (outbox|o|run|r|contact|c|send_lane|h)\b(?! USING)/.test(detail);
          return whole || /TEMP B-TREE FOR (ORDER|GROUP)/.test(detail) ? [`${detail} <= ${sql}`] : [];
        }
        const { table, type, rows, Extra } = step as { table: string | null; type: string; rows: number; Extra: string | null }; // prettier-ignore
        const whole = type === 'ALL' && ['outbox', 'o', 'run', 'r', 'contact', 'c'].includes(table ?? '');
        const sorts = /filesort/.test(Extra ?? '') && rows > 1_000;
        return whole || sorts ? [`${type} ${table} ${rows} ${Extra} <= ${sql}`] : [];
      });

    test('no verb of a live worker reads a whole table or sorts one', async () => {
      const plans = await plansOf(async (store) => {
        const now = ROWS + 1;
        await store.lanes(now);
        const wants = [1, 2, 3].map((workspaceId) => ({ workspaceId, channel: 'mail', limit: 20 }));
        const items = await store.claim({ now, leaseMs: 60_000, wants });
        expect(items.length).toBeGreaterThan(50);
        const hashed = (id: number) => (id % 2 ? { bodyHash: 'h' } : {});
        const ask = (limited: boolean) => items.filter(({ id }) => id % 2 === Number(limited)).map(({ id, workspaceId }) => ({ id, workspaceId, channel: 'mail', limited, ...hashed(id) })); // prettier-ignore
        const begun = [
          ...(await store.begin({ now, leaseMs: 60_000, items: ask(true) })),
          ...(await store.begin({ now, leaseMs: 60_000, items: ask(false) })),
        ];
        expect(begun.length).toBe(items.length);
        const [again, ...done] = begun;
        await store.settle({
          results: [
            ...done.map((id) => ({ id, at: now, attempt: 2, final: { status: 'delivered' as const } })),
            { id: again!, at: now, attempt: 2, retryAt: now, reason: 'busy' },
          ],
          pauses: [{ workspaceId: 1, channel: 'mail', ms: 5 }],
        });
        await store.release([again!]);
        await store.recover({ now, rulesOf: () => DEFAULT_RULES });
      });
      expect(plans.length).toBeGreaterThan(15);
      expect(plans.flatMap(slow)).toEqual([]);
    });

    test('the statements are those of the committed listing', async () => {
      const now = ROWS + 1;
      const file = new URL(`../../sql/outbox.${db.name}.sql`, import.meta.url);
      const system = db.name === 'sqlite' ? 'SQLite' : 'MySQL and MariaDB';
      let listing = `-- What live workers ask of the outbox on ${system}, as it is sent; written by outbox/plans.spec.ts.\n`;
      const written = new Set<string>();
      const add = async (verb: string, work: (store: OutboxStore) => Promise<unknown>): Promise<void> => {
        listing += `\n-- ${verb}\n`;
        for (const { sql, steps } of await plansOf(work)) {
          const text = sql.replaceAll(/\(\?(, \?)+\)/g, '(?)').replaceAll(/'[0-9a-f-]{36}'/g, '?').replaceAll(/VARCHAR\(\d+\)|LONGTEXT/g, 'VARCHAR(n)').trim(); // prettier-ignore
          if (written.has(text)) continue;
          written.add(text);
          listing += `\n${text};\n${[...new Set(steps.map(lineOf))].map((line) => `--   ${line}\n`).join('')}`;
        }
      };
      let held: readonly OutboxItem[] = [];
      const ask = (limited: boolean, more = {}) => held.map(({ id }) => ({ id, workspaceId: 9, channel: 'mail', limited, ...more })); // prettier-ignore
      const take = async (from: OutboxStore): Promise<void> => {
        held = await from.claim({ now, leaseMs: 60_000, wants: [{ workspaceId: 9, channel: 'mail', limit: 5 }] });
      };
      await add('which lanes have something due, and what stands in their way', (own) => own.lanes(now));
      await add('claim', take);
      await add('begin, in a lane with a rate and a bound', async (own) => {
        await take(own);
        await own.begin({ now, leaseMs: 60_000, items: ask(true) });
      });
      await add('begin, where bodies are compared', async (own) => {
        await take(own);
        await own.begin({ now, leaseMs: 60_000, items: ask(false, { bodyHash: 'h' }) });
      });
      await add('settle', async (own) => {
        await take(own);
        const [first, ...others] = held;
        await own.settle({
          results: [
            { id: first!.id, at: now, attempt: 2, final: { status: 'delivered' } },
            ...others.map(({ id }) => ({ id, at: now, attempt: 2, retryAt: now, reason: 'busy' })),
          ],
        });
      });
      await add('release', (own) => own.release(held.map(({ id }) => id)));
      await add('recover', (own) => own.recover({ now, rulesOf: () => DEFAULT_RULES }));
      if (process.env['SOJOURN_TEST_WRITE_SQL']) writeFileSync(file, listing);
      // Plans change with the server's version; the statements are ours.
      const statements = (text: string): string => text.replaceAll(/^-- {3}.*\n/gm, '');
      expect(
        statements(readFileSync(file, 'utf8')),
        'run with SOJOURN_TEST_WRITE_SQL=1 and review the difference',
      ).toBe(statements(listing));
    });

    test('lanes are found by steps through the index, not by reading what waits', async () => {
      const [first] = await plansOf((store) => store.lanes(ROWS + 1));
      const told = JSON.stringify(first?.steps);
      if (db.name === 'mysql') expect(told).toMatch(/ix_outbox_lane.*Using index for group-by/);
      else expect(told).toMatch(/ix_outbox_lane/);
    });

    test('lists and sums for people read stretches of the index', async () => {
      const plans = await plansOf(async (_, { read }) => {
        await deliveries.page(read, { workspaceId: 1, limit: 50 });
        await deliveries.page(read, { workspaceId: 1, state: 'dead', limit: 50, before: { dueAt: 9_000, id: 9_000 } });
        await deliveries.page(read, { workspaceId: 1, contactId: 40, limit: 50 });
        await deliveries.summary(read, 1, ['mail']);
      });
      // A page of fifty is put in order by hand, the outbox never.
      expect(plans.flatMap(slow).filter((plan) => !/ORDER BY o.due_at DESC|contact_id = \?/.test(plan))).toEqual([]);
    });
  });

function lineOf(step: Record<string, unknown>): string {
  const { detail, table, type, key, Extra } = step;
  return detail === undefined ? [table, type, key ?? '-', Extra].join(' | ') : String(detail as string);
}
