import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { OperationalError } from '@sojourn/kernel';
import type { Database, DatabaseCounters, OpenOptions, Reader, Statement, Tx } from './database.js';
import { IdBlocks } from './id-blocks.js';
import { checkServer, explain } from './mysql-server.js';
import { mysqlDialect } from './mysql-dialect.js';
import { Semaphore } from './mutex.js';
import { schemaFor } from './schema.js';
import { retryingTransactions } from './transaction.js';

/** Connections that transactions may not take: ids and reads must get on while every transaction waits for them. */
const SPARE = 3;
/** A transaction that says nothing for so long is given up by the server. Statements of ours follow one another at once. */
const IDLE_SECONDS = 30;
const RESERVE = 'UPDATE id_block SET next = LAST_INSERT_ID(next + ?) WHERE kind = ?';

/** MySQL 8.0.1+ or MariaDB 10.6+ through one pool; every connection reads committed rows, speaks utf8mb4 and UTC. */
export async function openMysql(url: string, shown: string, options: OpenOptions): Promise<Database> {
  const poolSize = Math.max(options.poolSize ?? 16, SPARE + 1);
  const kind = await checkServer(url).catch((error: unknown) => {
    throw explain(error, shown);
  });
  const source = new DataSource({
    type: kind,
    url: url.replace(/^[a-z]+:/, `${kind}:`),
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    poolSize,
    // Ids and moments fit a JavaScript number.
    bigNumberStrings: false,
    // `affectedRows` must count changes, not matches: guards rely on it.
    flags: ['-FOUND_ROWS'],
    extra: { jsonStrings: true, decimalNumbers: true, connectTimeout: 10_000 },
    ...schemaFor('mysql'),
  });
  let pool: Pool;
  try {
    await source.initialize();
    // TypeORM types the pool as any; with mysql2 it is the callback pool, whose promise face we use.
    pool = (source.driver as unknown as { pool: { promise(): Pool } }).pool.promise();
    await migrate(pool, source);
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    throw explain(error, shown);
  }

  const counters: DatabaseCounters = { transactions: 0, statements: 0, retries: 0 };
  const places = new Semaphore(poolSize - SPARE);
  const told = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw mysqlDialect.isOutage(error) ? explain(error, shown) : error;
    });
  const reserve = async (idKind: string, count: number): Promise<number> => {
    for (;;) {
      counters.statements++;
      const { insertId, affectedRows } = await told(send(pool, RESERVE, [count, idKind]));
      if (affectedRows === 1) return insertId - count;
      await send(pool, 'INSERT IGNORE INTO id_block (kind, next) VALUES (?, 1)', [idKind]);
    }
  };
  const ids = new IdBlocks(reserve);
  const takeOrdered = async (idKind: string, count: number): Promise<number[]> => {
    if (count === 0) return [];
    const first = await reserve(idKind, count);
    return Array.from({ length: count }, (_, i) => first + i);
  };

  const prepared = new WeakSet<object>();
  const borrow = async (): Promise<PoolConnection> => {
    const connection = await pool.getConnection();
    if (!prepared.has(connection.connection)) {
      try {
        await prepareSession(connection, kind);
      } catch (error) {
        connection.destroy();
        throw error;
      }
      prepared.add(connection.connection);
    }
    return connection;
  };
  const reading = async <Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> => {
    const connection = await borrow();
    try {
      return await statements(connection, counters).rows<Row>(sql, params);
    } finally {
      connection.release();
    }
  };
  const transact = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const release = await places.acquire();
    try {
      const connection = await borrow();
      try {
        counters.statements += 2; // this one, and the one that ends it
        await connection.query('START TRANSACTION');
        const result = await work({
          ...statements(connection, counters),
          dialect: mysqlDialect,
          take: (k, n) => ids.take(k, n),
          takeOrdered,
        });
        await options.onPoint?.('database.before-commit');
        await commit(connection, shown);
        await options.onPoint?.('database.after-commit');
        connection.release();
        return result;
      } catch (error) {
        // A connection that cannot even roll back is of no more use.
        await connection.query('ROLLBACK').then(
          () => connection.release(),
          () => connection.destroy(),
        );
        throw mysqlDialect.isOutage(error) ? explain(error, shown) : error;
      }
    } finally {
      release();
    }
  };

  return {
    dialect: mysqlDialect,
    read: {
      dialect: mysqlDialect,
      rows: <Row>(sql: string, params?: readonly unknown[]) => told(reading<Row>(sql, params)),
    },
    ids,
    counters,
    inTransaction: retryingTransactions(mysqlDialect, counters, transact),
    schemaDrift: async () => (await source.driver.createSchemaBuilder().log()).upQueries.map((query) => query.query),
    close: () => source.destroy(),
  };
}

/** A commit whose reply is lost is unknown, not failed: it must not be run again blindly. */
async function commit(connection: PoolConnection, shown: string): Promise<void> {
  try {
    await connection.query('COMMIT');
  } catch (error) {
    if (!mysqlDialect.isOutage(error)) throw error;
    throw new OperationalError(
      `The connection to ${shown} broke during a commit; whether it was kept is unknown until it is read again.`,
      {
        code: 'storage.commit-unknown',
        cause: error,
      },
    );
  }
}

/**
 * What every statement of ours counts on. Under the server's default, REPEATABLE READ, one claim would block the inserts of due
 * rows. Texts are escaped with backslashes: see `literal`.
 */
async function prepareSession(connection: PoolConnection, kind: 'mysql' | 'mariadb'): Promise<void> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await connection.query("SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')");
  // A process that was stopped in the middle of a transaction would keep its shards' rows from the next owner for ever.
  // MySQL has no such limit but `wait_timeout`: see docs/deploying.md.
  if (kind === 'mariadb') await connection.query(`SET SESSION idle_transaction_timeout = ${IDLE_SECONDS}`);
  // MySQL calls it transaction_isolation, MariaDB before 11.1 tx_isolation.
  const [rows] = await connection.query<RowDataPacket[]>(
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')",
  );
  if (rows.length > 0 && rows.every((row) => row['Value'] === 'READ-COMMITTED')) return;
  throw new OperationalError('The database refuses READ COMMITTED, without which workers would block each other.', {
    code: 'storage.isolation',
  });
}

/** One process at a time migrates; the others wait and find nothing left to do. */
async function migrate(pool: Pool, source: DataSource): Promise<void> {
  const connection = await pool.getConnection();
  try {
    const [[database]] = await connection.query<RowDataPacket[]>(
      'SELECT DATABASE() AS name, @@collation_database AS collation',
    );
    await connection.query('SELECT GET_LOCK(CONCAT(DATABASE(), ".migrate"), 60)');
    // With utf8mb4_bin, `=` and UNIQUE compare exactly, as SQLite does.
    if (database?.['collation'] !== 'utf8mb4_bin')
      await connection.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    await source.runMigrations({ transaction: 'none' });
    await connection.query('SELECT RELEASE_LOCK(CONCAT(DATABASE(), ".migrate"))');
  } finally {
    connection.release();
  }
}

type Sender = Pool | PoolConnection;

async function send(on: Sender, sql: string, params: readonly unknown[]): Promise<ResultSetHeader> {
  const [result] = await on.query<ResultSetHeader>(sql, [...params]);
  return result;
}

function statements(on: Sender, counters: DatabaseCounters): Pick<Tx, 'run'> & Pick<Reader, 'rows'> {
  return {
    async rows<Row>(sql: string, params: readonly unknown[] = []) {
      counters.statements++;
      const [rows] = await on.query<RowDataPacket[]>(sql, [...params]);
      return rows as Row[];
    },
    async run(statement: Statement | string, params: readonly unknown[] = []) {
      counters.statements++;
      const { affectedRows } =
        typeof statement === 'string'
          ? await send(on, statement, params)
          : await send(on, statement.sql, statement.params);
      return { affected: affectedRows };
    },
  };
}
