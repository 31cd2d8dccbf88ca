import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginFeedRow, PluginRevocationRow } from '../entities/rows.js';
import { nextRevision } from './revision.js';

/** Everything revoked now, newest first. */
export async function list(read: Reader): Promise<PluginRevocationRow[]> {
  return read.rows('SELECT plugin, target, reason, at, seq FROM plugin_revocation ORDER BY at DESC, plugin, target');
}

/** How far the feed was read; undefined before the first look. */
export async function feed(read: Reader): Promise<PluginFeedRow | undefined> {
  const rows = await read.rows<PluginFeedRow>(
    'SELECT id, seq, issued_at AS issuedAt, checked_at AS checkedAt, error FROM plugin_feed WHERE id = 1',
  );
  return rows[0];
}

/** Notes that the feed was looked at. With `error` the last good one goes on holding. */
export async function noteFeed(
  tx: Tx,
  look: { readonly seq: number; readonly issuedAt: number; readonly checkedAt: number; readonly error: string | null },
): Promise<void> {
  await insertRows(
    tx,
    'plugin_feed',
    ['id', 'seq', 'issued_at', 'checked_at', 'error'],
    [[1, look.seq, look.issuedAt, look.checkedAt, look.error?.slice(0, 191) ?? null]],
    {
      key: ['id'],
      set: ({ fresh }) =>
        Object.fromEntries(['seq', 'issued_at', 'checked_at', 'error'].map((column) => [column, fresh(column)])),
    },
  );
}

/** Puts the entries of a newer feed in the place of those before, under the next revision. Lock the feed's row before (see `lockFeed`). */
export async function replace(tx: Tx, rows: readonly PluginRevocationRow[]): Promise<number> {
  const revision = await nextRevision(tx);
  await tx.run('DELETE FROM plugin_revocation');
  await insertRows(
    tx,
    'plugin_revocation',
    ['plugin', 'target', 'reason', 'at', 'seq'],
    rows.map(({ plugin, target, reason, at, seq }) => [plugin, target, reason, at, seq]),
    'ignore',
  );
  return revision;
}

/**
 * The feed's row, locked until the end of the transaction: two who read feeds take them in one after the other. Before the first
 * feed its `seq` is -1.
 */
export async function lockFeed(tx: Tx): Promise<PluginFeedRow> {
  // What is not there cannot be locked.
  await insertRows(
    tx,
    'plugin_feed',
    ['id', 'seq', 'issued_at', 'checked_at', 'error'],
    [[1, -1, 0, 0, null]],
    'ignore',
  );
  await tx.rows(`SELECT id FROM plugin_feed WHERE id = 1${tx.dialect.forUpdate}`);
  return (await feed(tx))!; // just made at the latest
}
