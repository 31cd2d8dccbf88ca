import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '@sojourn/kernel';
import { openDatabase, type Database } from '@sojourn/storage';
import { createConnection } from 'mysql2/promise';
import { findServer, startServer } from '../databases/mariadb.js';

/** The database under measurement. */
export interface BenchDatabase {
  readonly kind: 'sqlite' | 'mysql';
  /** For people: `SQLite 3.50.4, synchronous=FULL`. */
  readonly words: string;
  /** The server's process, when it is ours: its processor time can be read. */
  readonly pid: number | undefined;
  /** The address of an empty database of the newest schema; each call makes another one. */
  fresh(): Promise<string>;
  /** Ends the server and removes what was made. */
  stop(): Promise<void>;
}

export async function openBenchDatabase(where: string): Promise<BenchDatabase> {
  if (where === 'sqlite') return sqliteFiles();
  if (where === 'mysql') return privateServer();
  if (/^(mysql|mariadb):/.test(where)) return givenDatabase(where);
  throw new UserError(`--database is ${where}; give sqlite, mysql or mysql://USER:PASSWORD@HOST/NAME.`, {
    code: 'bench.bad-call',
  });
}

/** As the engine opens it in production: every commit survives a power cut. */
export function openFor(url: string, connections: number): Promise<Database> {
  return openDatabase({ url, synchronous: 'FULL', poolSize: connections });
}

/** Throws UserError `bench.one-worker` when several engines would share a file. */
export function refuseManyOnFile({ kind }: BenchDatabase, workers: number): void {
  if (kind !== 'sqlite' || workers === 1) return;
  throw new UserError(
    'A SQLite file belongs to one engine: more than one worker needs MySQL or MariaDB. Give --database mysql, or --workers 1.',
    { code: 'bench.one-worker' },
  );
}

async function sqliteFiles(): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sojourn-bench-'));
  let made = 0;
  const fresh = async (): Promise<string> => {
    const url = `sqlite:${path.join(folder, `bench-${++made}.sqlite`)}`;
    await (await openFor(url, 1)).close();
    return url;
  };
  const probe = await openFor(await fresh(), 1);
  const [version] = await probe.read.rows<{ v: string }>('SELECT sqlite_version() AS v');
  await probe.close();
  return {
    kind: 'sqlite',
    words: `SQLite ${version?.v}, WAL, synchronous=FULL`,
    pid: undefined,
    fresh,
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function privateServer(): Promise<BenchDatabase> {
  const program = findServer();
  if (program === null) {
    throw new UserError(
      'There is no mariadbd or mysqld on this machine: install one ("apt-get install mariadb-server") or give --database mysql://USER:PASSWORD@HOST/NAME.',
      { code: 'bench.no-server' },
    );
  }
  const server = await startServer(program, 'durable');
  let made = 0;
  return {
    kind: 'mysql',
    words: `${nameOf(server.version)}, flush_log_at_trx_commit=1, no binlog`,
    pid: server.pid,
    async fresh() {
      const name = `bench_${++made}`;
      await administer(server.url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      if (made > 1) await administer(server.url, `DROP DATABASE IF EXISTS bench_${made - 1}`);
      return migrated(`${server.url}/${name}`);
    },
    stop: () => server.stop(),
  };
}

const nameOf = (version: string): string => {
  const [, number = version] = /Ver (\S+)/.exec(version) ?? [];
  return `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${number.replace(/-MariaDB.*/, '')}`;
};

async function administer(url: string, sql: string): Promise<void> {
  const connection = await createConnection(url);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function migrated(url: string): Promise<string> {
  await (await openFor(url, 4)).close();
  return url;
}

/** Somebody's server: one database of theirs, emptied between measurements, and only when it was empty at the start. */
async function givenDatabase(url: string): Promise<BenchDatabase> {
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const [tables] = (await connection.query('SHOW TABLES')) as unknown as [unknown[]];
  const [[row]] = (await connection.query(
    'SELECT VERSION() AS v, @@innodb_flush_log_at_trx_commit AS f',
  )) as unknown as [{ v: string; f: number }[]];
  await connection.end();
  if (tables.length > 0) {
    throw new UserError('The database given holds tables. A benchmark drops what it finds: give it an empty one.', {
      code: 'bench.not-empty',
    });
  }
  return {
    kind: 'mysql',
    words: `server ${row?.v}, flush_log_at_trx_commit=${row?.f}`,
    pid: undefined,
    async fresh() {
      await dropTables(url);
      return migrated(url);
    },
    stop: () => dropTables(url),
  };
}

async function dropTables(url: string): Promise<void> {
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const [rows] = (await connection.query('SHOW TABLES')) as unknown as [Record<string, string>[]];
  for (const row of rows) await connection.query(`DROP TABLE \`${Object.values(row)[0]}\``);
  await connection.end();
}
