import type { Reader, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { PluginWriteRow } from '../entities/rows.js';

const COLUMNS = ['effect_key', 'slot', 'workspace_id', 'plugin', 'batch', 'share', 'reply', 'at'];

/** What was written in this slot for these deliveries; those for which nothing was are left out. */
export async function find(read: Reader, keys: readonly string[], slot: string): Promise<PluginWriteRow[]> {
  return rowsAmong(
    read,
    keys,
    (list) =>
      `SELECT effect_key AS effectKey, slot, workspace_id AS workspaceId, plugin, batch, share, reply, at FROM plugin_write
       WHERE effect_key IN ${list} AND slot = ?`,
    [],
    [slot],
  );
}

/** Notes writes, in the transaction that does them; what was noted of the same delivery and slot is replaced. */
export async function note(tx: Tx, rows: readonly PluginWriteRow[]): Promise<void> {
  const values = rows.map((row) => [row.effectKey, row.slot, row.workspaceId, row.plugin, row.batch, row.share, row.reply, row.at]); // prettier-ignore
  await insertRows(tx, 'plugin_write', COLUMNS, values, {
    key: ['effect_key', 'slot'],
    set: ({ fresh }) => ({ batch: fresh('batch'), share: fresh('share'), reply: fresh('reply'), at: fresh('at') }),
  });
}

/** Forgets what was noted of these deliveries in a slot. */
export async function forget(tx: Tx, keys: readonly string[], slot: string): Promise<void> {
  if (keys.length === 0) return;
  const list = tx.dialect.among(keys);
  await tx.run(`DELETE FROM plugin_write WHERE effect_key IN ${list.sql} AND slot = ?`, [...list.params, slot]);
}

/** Removes all that is noted of a plugin in a workspace. */
export async function clear(tx: Tx, workspaceId: number, plugin: string): Promise<void> {
  await tx.run('DELETE FROM plugin_write WHERE workspace_id = ? AND plugin = ?', [workspaceId, plugin]);
}

/**
 * Removes notes from before a moment whose deliveries are settled or gone: nobody, not even a person, sends these again. Those of
 * `limit` deliveries at most; answers how many deliveries it were.
 */
export async function purge(tx: Tx, before: number, limit: number): Promise<number> {
  const rows = await tx.rows<{ effectKey: string }>(
    `SELECT DISTINCT effect_key AS effectKey FROM plugin_write WHERE at < ? AND NOT EXISTS (
       SELECT 1 FROM outbox o WHERE o.effect_key = plugin_write.effect_key AND o.state IN ('ready', 'paused', 'sending', 'unknown', 'dead')
     ) LIMIT ?`,
    [before, limit],
  );
  if (rows.length === 0) return 0;
  const list = tx.dialect.among(rows.map(({ effectKey }) => effectKey));
  await tx.run(`DELETE FROM plugin_write WHERE effect_key IN ${list.sql}`, list.params);
  return rows.length;
}
