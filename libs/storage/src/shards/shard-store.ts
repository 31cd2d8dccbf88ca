import type { ShardLease, ShardStore } from '@sojourn/execution';
import type { Database, Reader, Tx } from '../database/database.js';
import { SHARDS } from '../database/shard-of.js';
import { DATABASE_NOW } from './database-clock.js';

/** How long a worker that fell silent stays in the list, for whoever looks into the table. */
const REMEMBERED_MS = 3_600_000;
/** By key and nothing else: read as a whole, the small table would make a worker wait for the others' beats. */
const FORGET = {
  sqlite: 'DELETE FROM worker WHERE id = ?',
  mysql: 'DELETE w FROM worker AS w FORCE INDEX (PRIMARY) WHERE w.id = ?',
} as const;

/**
 * Who owns which contacts, in the tables `shard` and `worker`. A lease is the worker's: it stands while the worker lives
 * (`seen_until`), for all its shards at once. So a renewal writes one row that nobody else looks at under lock, and never
 * waits for the commits that hold their shards' rows shared. What an owner wrote that has been overtaken is refused by
 * the epoch, whatever the clocks say.
 *
 *     const shards = createShardStore(database);
 *     await shards.heartbeat({ worker: 'a', ttlMs: 15_000 }); // { workers: 2 }
 *     await shards.acquire({ worker: 'a', atMost: 32, leaseMs: 15_000 }); // [{ shard: 0, epoch: 7 }, ...]
 */
export function createShardStore(database: Database): ShardStore {
  const now = DATABASE_NOW[database.dialect.name];
  const alive = `EXISTS (SELECT 1 FROM worker w WHERE w.id = s.owner AND w.seen_until > ${now})`;
  const free = `(s.owner IS NULL OR (s.owner <> ? AND s.lease_until <= ${now} AND NOT ${alive}))`;

  const seen = async (tx: Tx, worker: string, ms: number): Promise<void> => {
    const conflict =
      tx.dialect.name === 'sqlite'
        ? 'ON CONFLICT (id) DO UPDATE SET seen_until = excluded.seen_until'
        : 'ON DUPLICATE KEY UPDATE seen_until = VALUES(seen_until)';
    await tx.run(`INSERT INTO worker (id, started_at, seen_until) VALUES (?, ${now}, ${now} + ?) ${conflict}`, [
      worker,
      ms,
    ]);
  };

  return {
    count: SHARDS[database.dialect.name],

    acquire: ({ worker, atMost, leaseMs }) =>
      database.inTransaction(async (tx) => {
        const held = await heldBy(tx, worker);
        if (held.length >= atMost) return held;
        // Rows that a slow commit still holds are passed over: the next beat finds them again.
        const found = await tx.rows<{ id: number }>(
          `SELECT s.id FROM shard s WHERE ${free} ORDER BY s.id LIMIT ?${tx.dialect.skipLocked}`,
          [worker, atMost - held.length],
        );
        if (found.length === 0) return held;
        const list = tx.dialect.among(found.map(({ id }) => id));
        await tx.run(
          `UPDATE shard SET owner = ?, epoch = epoch + 1, lease_until = ${now} + ? WHERE id IN ${list.sql}`,
          [worker, leaseMs, ...list.params],
        );
        return heldBy(tx, worker);
      }),

    renew: ({ worker, leaseMs }) =>
      database.inTransaction(async (tx) => {
        await seen(tx, worker, leaseMs);
        return heldBy(tx, worker);
      }),

    release: ({ worker, shards }) =>
      database.inTransaction(async (tx) => {
        const list = shards && tx.dialect.among(shards);
        // The epoch rises here too: what the worker still has under way may not be written any more.
        await tx.run(
          `UPDATE shard SET owner = NULL, epoch = epoch + 1, lease_until = 0 WHERE owner = ?${list ? ` AND id IN ${list.sql}` : ''}`,
          [worker, ...(list?.params ?? [])],
        );
        if (!list) await tx.run(FORGET[tx.dialect.name], [worker]);
      }),

    seize: (worker) =>
      database.inTransaction(async (tx) => {
        // No lease: who is alone needs none, and a worker that comes later need not wait for it to run out.
        await tx.run('UPDATE shard SET owner = ?, epoch = epoch + 1, lease_until = 0', [worker]);
        return heldBy(tx, worker);
      }),

    async heartbeat({ worker, ttlMs }) {
      // A beat locks its own row alone: a worker that is stopped in the middle of one must not keep the others from theirs.
      await database.inTransaction((tx) => seen(tx, worker, ttlMs));
      const gone = await database.read.rows<{ id: string }>(
        `SELECT id FROM worker WHERE seen_until < ${now} - ${REMEMBERED_MS}`,
      );
      for (const { id } of gone) await database.inTransaction((tx) => tx.run(FORGET[tx.dialect.name], [id]));
      const [row] = await database.read.rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM worker WHERE seen_until > ${now}`,
      );
      return { workers: Number(row?.n ?? 0) };
    },

    owners: () =>
      // Who fell silent is not worth telling anything. Who took everything for itself has no lease that could run out.
      database.read.rows(
        `SELECT shard, CASE WHEN unleased = 1 OR leaseUntil > ${now} THEN owner END AS owner, epoch, leaseUntil
         FROM (SELECT s.id AS shard, s.owner, s.epoch, s.lease_until = 0 AS unleased,
                      CASE WHEN COALESCE(w.seen_until, 0) > s.lease_until THEN w.seen_until ELSE s.lease_until END AS leaseUntil
               FROM shard s LEFT JOIN worker w ON w.id = s.owner) AS known
         ORDER BY shard`,
      ),
  };
}

function heldBy(read: Reader, worker: string): Promise<ShardLease[]> {
  return read.rows<ShardLease>('SELECT id AS shard, epoch FROM shard WHERE owner = ? ORDER BY id', [worker]);
}
