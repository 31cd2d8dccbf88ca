/// <reference path="./better-sqlite3.d.ts" />
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { UserError } from '@sojourn/kernel';
import { parseDatabaseUrl } from './url.js';

/**
 * Marks an SQLite database as run by this process, until released or until the process is gone: two engines on one file
 * would claim each other's runs. The mark is an operating system lock on a file beside the database, so that short-lived
 * readers and writers (the CLI) stay free. Other databases need no mark.
 *
 * Throws UserError `storage.in-use` when another engine holds it.
 */
export function holdDatabase(url: string, dataDir?: string): () => void {
  const target = parseDatabaseUrl(url, dataDir);
  if (target.kind !== 'sqlite') return () => undefined;
  mkdirSync(dirname(target.path), { recursive: true });
  const handle = new Sqlite(`${target.path}.engine`);
  try {
    handle.pragma('busy_timeout = 0');
    handle.prepare('BEGIN EXCLUSIVE').run();
  } catch (cause) {
    handle.close();
    throw new UserError(
      `The database ${target.path} is in use by another engine. Stop that one, or give this one its own SOJOURN_DATA_DIR.`,
      {
        code: 'storage.in-use',
        status: 409,
        cause,
      },
    );
  }
  return () => handle.close();
}
