import { DAY } from '@sojourn/kernel';
import type { Database, Tx } from '../database/database.js';
import * as costs from '../plugin-host/costs.js';
import * as recordings from '../plugin-host/recordings.js';
import * as writes from '../plugin-host/writes.js';
import { note } from './chores.js';

/** One chunk of a purge, in a transaction of its own. */
export interface Chunk {
  readonly removed: number;
  /** The last row looked at. */
  readonly reached: number;
  /** Nothing old is left: what follows is younger. */
  readonly done: boolean;
}

/** Rows that are removed once they are old; ids ascend with time, so that a purge begins at the front and soon knows its end. */
interface Purge {
  /** Looks at `limit` rows after `reached`, in order of id. */
  look(tx: Tx, reached: number, limit: number): Promise<readonly Candidate[]>;
  remove(tx: Tx, ids: readonly number[]): Promise<void>;
}
interface Candidate {
  readonly id: number;
  /** When it came to be: what comes after has younger ids. */
  readonly bornAt: number;
  /** Since when nobody needs it; null while somebody does. */
  readonly overSince: number | null;
}

const byId =
  (table: string) =>
  async (tx: Tx, ids: readonly number[]): Promise<void> => {
    const list = tx.dialect.among(ids);
    await tx.run(`DELETE FROM ${table} WHERE id IN ${list.sql}`, list.params);
  };

/** What is purged, by name. Where traces lie in partitions, those are dropped instead. */
export const PURGES = {
  traces: {
    look: (tx, reached, limit) =>
      tx.rows('SELECT id, at AS bornAt, at AS overSince FROM trace WHERE id > ? ORDER BY id LIMIT ?', [reached, limit]),
    remove: byId('trace'),
  },
  /** What was sent, once its fate is known. What is unknown or given up stays until somebody has decided. */
  deliveries: {
    look: (tx, reached, limit) =>
      tx.rows(
        `SELECT id, created_at AS bornAt, CASE WHEN state IN ('delivered', 'failed', 'suppressed') THEN settled_at END AS overSince
         FROM outbox WHERE id > ? ORDER BY id LIMIT ?`,
        [reached, limit],
      ),
    remove: byId('outbox'),
  },
  /** Answers to the questions of runs that are over. */
  answers: {
    look: (tx, reached, limit) =>
      tx.rows(
        `SELECT a.run_id AS id, COALESCE(r.started_at, 0) AS bornAt, CASE WHEN r.id IS NULL THEN 0 WHEN r.state = 'ended' THEN r.ended_at END AS overSince
         FROM (SELECT DISTINCT run_id FROM ask WHERE run_id > ? ORDER BY run_id LIMIT ?) a LEFT JOIN run r ON r.id = a.run_id ORDER BY a.run_id`,
        [reached, limit],
      ),
    remove: async (tx, ids) => {
      const list = tx.dialect.among(ids);
      await tx.run(`DELETE FROM ask WHERE run_id IN ${list.sql}`, list.params);
    },
  },
} as const satisfies Record<string, Purge>;
export type PurgeName = keyof typeof PURGES;

/** Takes the next chunk of a purge and notes how far it came; rows that were over before `horizon` go. */
export async function purgeChunk(
  database: Database,
  name: PurgeName,
  from: { readonly reached: number; readonly day: number; readonly horizon: number; readonly limit: number },
): Promise<Chunk> {
  const { look, remove }: Purge = PURGES[name];
  return database.inTransaction(async (tx) => {
    const rows = await look(tx, from.reached, from.limit);
    const old = rows.filter(({ overSince }) => overSince !== null && overSince < from.horizon);
    if (old.length > 0) await remove(tx, old.map(({ id }) => id)); // prettier-ignore
    const reached = rows.at(-1)?.id ?? from.reached;
    const done = rows.length < from.limit || rows.every(({ bornAt }) => bornAt >= from.horizon);
    await (done ? note(tx, name, from.day, 0) : note(tx, name, from.day - 1, reached));
    return { removed: old.length, reached, done };
  });
}

/** Sessions and sign-in links that let nobody in any more. */
export async function purgeSignIns(database: Database, now: number, day: number): Promise<void> {
  await database.inTransaction(async (tx) => {
    await note(tx, 'sign-ins', day, 0);
    await tx.run('DELETE FROM session WHERE expires_at <= ?', [now]);
    await tx.run('DELETE FROM sign_in_token WHERE expires_at <= ?', [now]);
  });
}

/** Days that the costs of plugins are told of. */
const COST_DAYS = 400;

/** What is written just now belongs to an attempt that is under way. */
const WRITES_KEPT_MS = DAY;

/** What the host keeps of plugins for a while: recordings, costs, what calls wrote. True: more is too old than went in one go. */
export async function purgePluginHost(
  database: Database,
  now: number,
  { day, limit }: { readonly day: number; readonly limit: number },
): Promise<boolean> {
  return database.inTransaction(async (tx) => {
    const recorded = await recordings.purge(tx, now, limit);
    const written = await writes.purge(tx, now - WRITES_KEPT_MS, limit);
    const more = recorded === limit || written === limit;
    await costs.purge(tx, day - COST_DAYS);
    if (!more) await note(tx, 'plugin-host', day, 0);
    return more;
  });
}
