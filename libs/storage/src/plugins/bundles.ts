import type { Reader, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { PluginBundleRow } from '../entities/rows.js';

/** All of a bundle but its code and its icons: what lists need. */
export type PluginBundleHead = Omit<PluginBundleRow, 'code' | 'icons'>;

const HEAD = `b.hash, b.plugin, b.version, b.manifest, b.files, b.created_at AS createdAt`;

/** Keeps a bundle, whose bytes its hash names: they are put right where a damaged one was stored. */
export async function keep(tx: Tx, row: PluginBundleRow): Promise<void> {
  await insertRows(
    tx,
    'plugin_bundle',
    ['hash', 'plugin', 'version', 'manifest', 'code', 'files', 'icons', 'created_at'],
    [[row.hash, row.plugin, row.version, row.manifest, row.code, row.files, row.icons, row.createdAt]],
    {
      key: ['hash'],
      set: ({ fresh }) =>
        Object.fromEntries(['manifest', 'code', 'files', 'icons'].map((column) => [column, fresh(column)])),
    },
  );
}

export async function find(read: Reader, hash: string): Promise<PluginBundleRow | undefined> {
  const rows = await read.rows<PluginBundleRow>(`SELECT ${HEAD}, b.code, b.icons FROM plugin_bundle b WHERE b.hash = ?`, [hash]); // prettier-ignore
  return rows.map(typed)[0];
}

/** In no order; hashes that nobody keeps are left out. */
export async function heads(read: Reader, hashes: readonly string[]): Promise<readonly PluginBundleHead[]> {
  const rows = await rowsAmong<PluginBundleHead>(
    read,
    [...new Set(hashes)],
    (list) => `SELECT ${HEAD} FROM plugin_bundle b WHERE b.hash IN ${list}`,
  );
  return rows.map(typed);
}

/**
 * Throws away what was looked at and never installed, and bundles under development that were replaced. What else was ever granted
 * stays for good: versions and runs may be pinned to it.
 */
export async function purge(tx: Tx, before: number): Promise<number> {
  const unused = await tx.rows<{ hash: string }>(
    `SELECT b.hash FROM plugin_bundle b WHERE b.created_at < ?
     AND NOT EXISTS (SELECT 1 FROM plugin_install i WHERE i.hash = b.hash OR i.pending_hash = b.hash OR i.dev_hash = b.hash)
     AND NOT EXISTS (SELECT 1 FROM plugin_package p WHERE p.hash = b.hash AND p.at >= ?)
     AND NOT EXISTS (SELECT 1 FROM plugin_grant g JOIN plugin_package p ON p.workspace_id = g.workspace_id AND p.hash = g.hash
                     WHERE g.hash = b.hash AND p.origin <> 'dev')`,
    [before, before],
  );
  for (const { hash } of unused) {
    await tx.run('DELETE FROM plugin_bundle WHERE hash = ?', [hash]);
    await tx.run('DELETE FROM plugin_package WHERE hash = ?', [hash]);
  }
  return unused.length;
}

const typed = <Row extends { createdAt: number }>(row: Row): Row => ({ ...row, createdAt: Number(row.createdAt) });
