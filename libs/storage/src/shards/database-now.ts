import type { Database } from '../database/database.js';
import { DATABASE_NOW } from './database-clock.js';

/** What time it is for the database, epoch milliseconds: the same whoever asks. */
export async function databaseNow({ read, dialect }: Pick<Database, 'read' | 'dialect'>): Promise<number> {
  const [row] = await read.rows<{ now: number }>(`SELECT ${DATABASE_NOW[dialect.name]} AS now`);
  return Number(row?.now);
}
