import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '@sojourn/kernel';
import { holdDatabase, openDatabase, type Database } from '@sojourn/storage';
import type { Stoppable } from '../shutdown.js';
import type { Config } from './config.js';
import { databaseFault, folderFault, StartError } from './start-error.js';

/** Opens and migrates the database for as long as the engine runs. Throws StartError with the remedy. */
export async function openEngineDatabase({ databaseUrl, dataDir }: Config): Promise<Database & Stoppable> {
  makeFolder(dataDir);
  let release: () => void = () => undefined;
  try {
    release = holdDatabase(databaseUrl, dataDir);
    const database = await openDatabase({ url: databaseUrl, dataDir });
    const stop = async (): Promise<void> => {
      await database.close();
      release();
    };
    return Object.assign(database, { stop });
  } catch (error) {
    release();
    // The store's own words already say what to do.
    throw error instanceof UserError
      ? new StartError(error.message, 1, { cause: error })
      : databaseFault(databaseUrl, error);
  }
}

function makeFolder(folder: string): void {
  try {
    // Where a file system makes no folders (/proc), Node's recursive mkdir tries for ever: the last step is made by itself.
    if (!existsSync(folder)) mkdirSync(folder, { recursive: !existsSync(dirname(folder)) });
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('a file is in its place'), { code: 'ENOTDIR' });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw folderFault(folder, error);
  }
}
