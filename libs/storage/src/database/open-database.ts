import 'reflect-metadata';
import type { Database, OpenOptions } from './database.js';
import { openMysql } from './mysql.js';
import { openSqlite } from './sqlite.js';
import { parseDatabaseUrl } from './url.js';

/**
 * Opens the database and brings its schema up to date.
 *
 *     const database = await openDatabase({ url: 'sqlite:sojourn.db', dataDir: './data' });
 *
 * Throws UserError (`storage.bad-url`, `storage.access-denied`, `storage.no-database`, `storage.server-too-old`) or
 * OperationalError (`storage.unreachable`), each with one line that says what to do; passwords are never repeated.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const target = parseDatabaseUrl(options.url, options.dataDir);
  return target.kind === 'sqlite' ? openSqlite(target.path, options) : openMysql(target.url, target.shown, options);
}
