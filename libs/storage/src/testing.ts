import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import type { Database } from './database/database.js';
import { openDatabase } from './database/open-database.js';

export interface TestDatabase {
  /** For the spec's title. */
  readonly name: 'sqlite' | 'mysql';
  /** The same, empty database, opened again: as after a restart. The first call makes it. */
  open(): Promise<Database>;
  /** Its address, for a process of its own. Call after the first `open`. */
  url(): string;
  /** Closes what was opened and throws the database away. */
  close(): Promise<void>;
}

/** Stands in a FROM for all that was counted, squashed or not: (workspace_id, version_id, node_id, outcome, n). */
export const EDGE_TOTALS = `(SELECT workspace_id, version_id, node_id, outcome, SUM(n) AS n FROM (
  SELECT workspace_id, version_id, node_id, outcome, n FROM edge_count UNION ALL
  SELECT workspace_id, version_id, node_id, outcome, n FROM edge_delta) counted
  GROUP BY workspace_id, version_id, node_id, outcome) edge_total`;

/**
 * Databases at hand, each empty and one's own: SQLite always, MySQL/MariaDB when SOJOURN_TEST_MYSQL_URL names a server
 * whose user may create databases.
 *
 *     for (const db of testDatabases()) describe(db.name, () => { beforeAll(async () => (database = await db.open())); afterAll(() => db.close()); ... });
 */
export function testDatabases(): readonly TestDatabase[] {
  const server = process.env['SOJOURN_TEST_MYSQL_URL'];
  return server ? [sqlite(), mysql(server)] : [sqlite()];
}

function sqlite(): TestDatabase {
  let folder: string | undefined;
  const opened: Database[] = [];
  const url = (): string => `sqlite:${join((folder ??= mkdtempSync(join(tmpdir(), 'sojourn-'))), 'test.db')}`;
  return {
    name: 'sqlite',
    url,
    async open() {
      const database = await openDatabase({ url: url(), synchronous: 'NORMAL' });
      opened.push(database);
      return database;
    },
    async close() {
      for (const database of opened.splice(0)) await database.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}

function mysql(server: string): TestDatabase {
  const own = new URL(server);
  own.pathname = `/sojourn_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const name = own.pathname.slice(1);
  const opened: Database[] = [];
  let made = false;
  const administer = async (sql: string): Promise<void> => {
    // Without a database name: the server's URL may name one that does not exist.
    const bare = new URL(server);
    const connection = await createConnection({
      host: bare.hostname,
      port: Number(bare.port || 3306),
      user: decodeURIComponent(bare.username),
      password: decodeURIComponent(bare.password),
    });
    await connection.query(sql);
    await connection.end();
  };
  return {
    name: 'mysql',
    url: () => own.href,
    async open() {
      if (!made) await administer(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      made = true;
      const database = await openDatabase({ url: own.href });
      opened.push(database);
      return database;
    },
    async close() {
      for (const database of opened.splice(0)) await database.close();
      if (made) await administer(`DROP DATABASE \`${name}\``);
      made = false;
    },
  };
}
