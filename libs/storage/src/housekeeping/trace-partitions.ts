import type { Database, Reader } from '../database/database.js';
import { definition, expired, LAST, LAST_DEFINITION, missingEnds, type TracePartition } from './trace-days.js';

/** How long commits may stand in line behind a change of partitions that itself waits for a long read (seconds). */
const PATIENCE_S = 1;
/**
 * A process that stands still with the table in hand loses it after so long: no transaction is open then that the server would
 * end, and every commit would wait (seconds).
 */
const SILENCE_S = 10;

/** The partitions of the traces in order; none where the table is not partitioned, as on SQLite. */
export async function tracePartitions(read: Reader): Promise<readonly TracePartition[]> {
  if (read.dialect.name === 'sqlite') return [];
  const rows = await read.rows<{ name: string; until: string }>(
    `SELECT partition_name AS name, partition_description AS until FROM information_schema.partitions
     WHERE table_schema = DATABASE() AND table_name = 'trace' AND partition_name IS NOT NULL ORDER BY partition_ordinal_position`,
  );
  return rows.map(({ name, until }) => ({ name, until: until === 'MAXVALUE' ? null : Number(until) }));
}

/**
 * Lays partitions for the days to come and drops those of days that are not kept any more. `done` is false when somebody's
 * long transaction was in the way: nobody waits behind us for longer than a second, we try again later.
 */
export async function keepPartitions(
  database: Database,
  laid: readonly TracePartition[],
  now: number,
  keepDays: number,
): Promise<{ readonly laid: number; readonly dropped: number; readonly done: boolean }> {
  const until = laid.at(-2)?.until ?? now;
  const ends = missingEnds(until, now, keepDays);
  if (ends.length > 0) {
    const parts = [...ends.map(definition), LAST_DEFINITION].join(', ');
    if (!(await alter(database, `REORGANIZE PARTITION ${LAST} INTO (${parts})`)))
      return { laid: 0, dropped: 0, done: false };
  }
  const old = expired(laid, now, keepDays);
  const names = old.map(({ name }) => `\`${name}\``).join(', ');
  const done = old.length === 0 || (await alter(database, `DROP PARTITION ${names}`));
  return { laid: ends.length, dropped: done ? old.length : 0, done };
}

/** Changes the table of traces, unless others hold it for too long. */
async function alter(database: Database, change: string): Promise<boolean> {
  return database.inTransaction(async (tx) => {
    await tx.run(`SET SESSION lock_wait_timeout = ${PATIENCE_S}, wait_timeout = ${SILENCE_S}`);
    try {
      // The change by itself would wait several times over; with the table in hand it does not wait at all.
      await tx.run('LOCK TABLES trace WRITE');
      await tx.run(`ALTER TABLE trace ${change}`);
      return true;
    } catch (error) {
      if (tx.dialect.isContention(error)) return false;
      throw error;
    } finally {
      await tx.run('UNLOCK TABLES');
      await tx.run('SET SESSION lock_wait_timeout = DEFAULT, wait_timeout = DEFAULT');
    }
  });
}
