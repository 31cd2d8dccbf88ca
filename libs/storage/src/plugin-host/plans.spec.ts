import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Reader } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { testDatabases } from '../testing.js';
import * as costs from './costs.js';
import * as kv from './kv.js';
import * as recordings from './recordings.js';
import * as sources from './sources.js';
import * as writes from './writes.js';

const ROWS = 3_000;
const TABLES = /plugin_(kv|cost|source|recording|write)/;

for (const db of testDatabases())
  describe(`query plans of the plugin host on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
      const ids = Array.from({ length: ROWS }, (_, i) => i + 1);
      await database.inTransaction(async (tx) => {
        await insertRows(tx, 'plugin_kv', ['workspace_id', 'plugin', 'place', 'name', 'contact_id', 'value', 'bytes', 'updated_at'], ids.map((i) => [i % 20, `p${i % 7}`, `c:${i}`, 'n', i, '1', 1, 1])); // prettier-ignore
        await insertRows(tx, 'plugin_cost', ['workspace_id', 'journey_id', 'node_id', 'plugin', 'day', 'items', 'batches', 'cpu_us', 'calls', 'errors'], ids.map((i) => [i % 20, i, 'n', `p${i % 7}`, i % 30, 1, 1, 1, 1, 1])); // prettier-ignore
        await insertRows(tx, 'plugin_write', ['effect_key', 'slot', 'workspace_id', 'plugin', 'batch', 'at'], ids.map((i) => [`1:${i}:n:1:call-1`, 's:1', i % 20, 'p', 'b', i])); // prettier-ignore
        await insertRows(tx, 'plugin_recording', ['id', 'workspace_id', 'plugin', 'version', 'hash', 'node_type', 'journey_id', 'node_id', 'at', 'items', 'reason', 'contacts', 'body'], ids.map((i) => [i, i % 20, `p${i % 7}`, '1', 'h', 't', 1, 'n', i, 1, 'r', ',1,', '{}'])); // prettier-ignore
        await insertRows(tx, 'plugin_source', ['id', 'workspace_id', 'name', 'plugin', 'node_type', 'config', 'state', 'every_seconds', 'next_at', 'token_hash', 'events', 'failures', 'created_at', 'revision'], ids.map((i) => [i, i % 20, 's', 'p', 't', '{}', i % 3 ? 'paused' : 'active', 60, i, `h${i}`, 0, 0, 1, 1])); // prettier-ignore
      });
      if (db.name === 'mysql') await database.read.rows('ANALYZE TABLE plugin_kv, plugin_write, plugin_cost, plugin_recording, plugin_source'); // prettier-ignore
    });
    afterAll(() => db.close());

    /** Statements that would read a whole table of the host. */
    const scans = async (work: (read: Reader) => Promise<unknown>): Promise<string[]> => {
      const asked: { sql: string; params: readonly unknown[] }[] = [];
      await work({ ...database.read, rows: (sql, params = []) => (asked.push({ sql, params }), database.read.rows(sql, params)) }); // prettier-ignore
      const found: string[] = [];
      for (const { sql, params } of asked) {
        const how = db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
        for (const step of await database.read.rows(`${how} ${sql.replace(/ FOR UPDATE.*$/, '')}`, params)) {
          const text = JSON.stringify(step);
          const whole = db.name === 'sqlite' ? /SCAN plugin_\w+(?! USING)/.test(text) : step['type'] === 'ALL' && TABLES.test(text); // prettier-ignore
          if (whole) found.push(`${text} <= ${sql}`);
        }
      }
      return found;
    };

    it('no look of a worker or a person reads a whole table', async () => {
      const at = { workspaceId: 3, plugin: 'p3', place: 'c:3', contactId: 3 };
      expect(await scans((read) => kv.get(read, at, ['n', 'm']))).toEqual([]);
      expect(await scans((read) => kv.used(read, 3, 'p3'))).toEqual([]);
      expect(await scans((read) => costs.ofPlugin(read, { workspaceId: 3, plugin: 'p3', fromDay: 25 }))).toEqual([]);
      expect(await scans((read) => costs.ofJourney(read, { workspaceId: 3, journeyId: 3, fromDay: 0 }))).toEqual([]);
      expect(await scans((read) => recordings.list(read, 3, 'p3'))).toEqual([]);
      expect(await scans((read) => writes.find(read, ['1:4:n:1:call-1', '1:5:n:1:call-1'], 's:1'))).toEqual([]);
      expect(await scans((read) => sources.list(read, 3))).toEqual([]);
      expect(await scans((read) => sources.byToken(read, 'h9'))).toEqual([]);
      expect(await scans((read) => sources.nextAt(read))).toEqual([]);
    });
  });
