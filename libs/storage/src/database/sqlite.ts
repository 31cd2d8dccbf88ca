// Programs that read this source from outside the package need the types too.
/// <reference path="./better-sqlite3.d.ts" />
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { OperationalError, messageOf } from '@sojourn/kernel';
import type { Database, DatabaseCounters, OpenOptions, Reader, Statement, Tx } from './database.js';
import { IdBlocks } from './id-blocks.js';
import { Mutex } from './mutex.js';
import { schemaFor } from './schema.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { retryingTransactions } from './transaction.js';

/** Prepared statements kept per connection; every statement of ours has a constant text, so this is never reached. */
const STATEMENTS = 1_000;
/** SQLite's own waiting for another process stops this one's thread: it is short, and `begin` waits in between. */
const BUSY_MS = 10;
const BEGIN_ATTEMPTS = 60;
const BEGIN_PAUSE_MS = 15;
const RESERVE =
  'INSERT INTO id_block (kind, next) VALUES (?, 1 + ?) ON CONFLICT (kind) DO UPDATE SET next = next + ? RETURNING next';

/**
 * SQLite in WAL mode with two connections. The writer's belongs to one transaction at a time, from BEGIN IMMEDIATE to
 * COMMIT, handed on in order of arrival: overlapping transactions cannot mix, as they do on TypeORM's one shared runner.
 * Reads outside of transactions use the other, which sees committed rows only and never waits.
 */
export async function openSqlite(path: string, options: OpenOptions): Promise<Database> {
  const source = new DataSource({ type: 'better-sqlite3', database: path, enableWAL: true, ...schemaFor('sqlite') });
  let reading: Sqlite.Database;
  try {
    mkdirSync(dirname(path), { recursive: true });
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
    reading = new Sqlite(path, { readonly: true });
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    throw new OperationalError(
      `The database file ${path} cannot be opened: ${messageOf(error)}. Choose a folder you may write to (SOJOURN_DATA_DIR).`,
      {
        code: 'storage.unreachable',
        cause: error,
      },
    );
  }
  // TypeORM types the handle as any; with this driver it is the better-sqlite3 connection.
  const writing = (source.driver as unknown as { databaseConnection: Sqlite.Database }).databaseConnection;
  for (const handle of [writing, reading]) {
    handle.pragma(`busy_timeout = ${BUSY_MS}`);
    handle.pragma('cache_size = -65536');
    handle.pragma('temp_store = MEMORY');
  }
  // Checkpoints write the file in place and wait for the disk: fewer, larger ones (32 MB of log).
  writing.pragma('wal_autocheckpoint = 8000');
  writing.pragma(`synchronous = ${options.synchronous ?? 'FULL'}`);

  const counters: DatabaseCounters = { transactions: 0, statements: 0, retries: 0 };
  const mutex = new Mutex();
  const read = connection(reading, counters);
  const write = connection(writing, counters);
  const reserve = (kind: string, count: number): number =>
    (write.get(RESERVE, [kind, count, count]) as { next: number }).next - count;

  const transact = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const release = await mutex.acquire();
    try {
      await begin(write);
      try {
        const result = await work(transaction(write, ids, reserve));
        await options.onPoint?.('database.before-commit');
        write.exec('COMMIT');
        await options.onPoint?.('database.after-commit');
        return result;
      } catch (error) {
        if (writing.inTransaction) write.exec('ROLLBACK');
        throw sqliteDialect.isOutage(error) ? broken(path, error) : error;
      }
    } finally {
      release();
    }
  };
  const inTransaction = retryingTransactions(sqliteDialect, counters, transact);
  const ids = new IdBlocks((kind, count) => inTransaction(() => Promise.resolve(reserve(kind, count))));

  return {
    dialect: sqliteDialect,
    read: { dialect: sqliteDialect, rows: read.rows },
    ids,
    counters,
    inTransaction,
    schemaDrift: async () => (await source.driver.createSchemaBuilder().log()).upQueries.map((query) => query.query),
    async close() {
      const release = await mutex.acquire();
      reading.close();
      await source.destroy();
      release();
    },
  };
}

const broken = (path: string, cause: unknown): OperationalError =>
  new OperationalError(
    `The database file ${path} failed: ${messageOf(cause)}. Check the disk's free space and rights.`,
    {
      code: 'storage.unreachable',
      cause,
    },
  );

/** Waits about a second for a writer of another process (a CLI beside the engine) before the retry has its say. */
async function begin(write: Connection): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return write.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (attempt === BEGIN_ATTEMPTS || !sqliteDialect.isContention(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, BEGIN_PAUSE_MS));
    }
  }
}

/** A transaction's ids: what memory has left, then a reservation of its own that lives and dies with the transaction. */
function transaction(write: Connection, ids: IdBlocks, reserve: (kind: string, count: number) => number): Tx {
  const own = (kind: string, count: number): number[] => {
    if (count === 0) return [];
    const first = reserve(kind, count);
    return Array.from({ length: count }, (_, i) => first + i);
  };
  return {
    dialect: sqliteDialect,
    rows: write.rows,
    run: write.run,
    each: write.each,
    async take(kind, count) {
      const ready = ids.takeReady(kind, count);
      return [...ready, ...own(kind, count - ready.length)];
    },
    async takeOrdered(kind, count) {
      return own(kind, count);
    },
  };
}

/** What the driver takes no parameter of. */
const isUnbound = (value: unknown): boolean => value === undefined || typeof value === 'boolean';

interface Connection {
  readonly rows: Reader['rows'];
  readonly run: Tx['run'];
  readonly each: NonNullable<Tx['each']>;
  get(sql: string, params: readonly unknown[]): unknown;
  exec(sql: string): void;
}

function connection(handle: Sqlite.Database, counters: DatabaseCounters): Connection {
  const statements = new Map<string, Sqlite.Statement>();
  const prepare = (sql: string): Sqlite.Statement => {
    counters.statements++;
    let statement = statements.get(sql);
    if (!statement) {
      if (statements.size >= STATEMENTS) statements.clear();
      statement = handle.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const bound = (params: readonly unknown[]): unknown[] =>
    params.map((value) => (typeof value === 'boolean' ? Number(value) : (value ?? null)));
  return {
    // The caller names the row's type beside the SELECT that makes it.
    rows: async <Row>(sql: string, params: readonly unknown[] = []) => prepare(sql).all(...bound(params)) as Row[],
    run: async (statement: Statement | string, params: readonly unknown[] = []) => {
      const [sql, values] = typeof statement === 'string' ? [statement, params] : [statement.sql, statement.params];
      return { affected: prepare(sql).run(...bound(values)).changes };
    },
    each(sql, rows) {
      const statement = prepare(sql);
      return rows.map((row) => statement.run(...(row.some(isUnbound) ? bound(row) : row)).changes);
    },
    get: (sql, params) => prepare(sql).get(...bound(params)),
    exec: (sql) => void prepare(sql).run(),
  };
}
