import type { Reader, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { PluginBundleRow } from '../entities/rows.js';

/** All of a bundle but its code and its icons: what lists need. */
export type PluginBundleHead = Omit<PluginBundleRow, 'code' | 'icons'>;

const HEAD = `hash, plugin, version, origin, npm_name AS npmName, integrity, key_id AS keyId, signature, manifest, files, created_at AS createdAt`;
const WHOLE = `${HEAD}, code, icons`;

/** Keeps a bundle; one that is there already stays as it is. */
export async function keep(tx: Tx, row: PluginBundleRow): Promise<void> {
  await insertRows(
    tx,
    'plugin_bundle',
    [
      'hash',
      'plugin',
      'version',
      'origin',
      'npm_name',
      'integrity',
      'key_id',
      'signature',
      'manifest',
      'code',
      'files',
      'icons',
      'created_at',
    ],
    [
      [
        row.hash,
        row.plugin,
        row.version,
        row.origin,
        row.npmName,
        row.integrity,
        row.keyId,
        row.signature,
        row.manifest,
        row.code,
        row.files,
        row.icons,
        row.createdAt,
      ],
    ],
    'ignore',
  );
}

export async function find(read: Reader, hash: string): Promise<PluginBundleRow | undefined> {
  return (await read.rows<PluginBundleRow>(`SELECT ${WHOLE} FROM plugin_bundle WHERE hash = ?`, [hash])).map(typed)[0];
}

/** In no order; hashes that nobody keeps are left out. */
export async function heads(read: Reader, hashes: readonly string[]): Promise<readonly PluginBundleHead[]> {
  const rows = await rowsAmong<PluginBundleHead>(
    read,
    [...new Set(hashes)],
    (list) => `SELECT ${HEAD} FROM plugin_bundle WHERE hash IN ${list}`,
  );
  return rows.map(typed);
}

/** Bundles that call themselves by this name and version and that some workspace was ever granted, for the check that a version is one. */
export async function ofVersion(read: Reader, plugin: string, version: string): Promise<readonly PluginBundleHead[]> {
  return (
    await read.rows<PluginBundleHead>(
      `SELECT ${HEAD} FROM plugin_bundle b WHERE plugin = ? AND version = ? AND origin <> 'dev'
       AND EXISTS (SELECT 1 FROM plugin_grant g WHERE g.hash = b.hash)`,
      [plugin, version],
    )
  ).map(typed);
}

/**
 * Throws away what was looked at and never installed, and bundles of development that were replaced. What was ever granted stays
 * for good: versions and runs may be pinned to it, and it is the memory of which bytes a version once had.
 */
export async function purge(tx: Tx, before: number): Promise<number> {
  const unused = await tx.rows<{ hash: string }>(
    `SELECT b.hash FROM plugin_bundle b WHERE b.created_at < ?
     AND NOT EXISTS (SELECT 1 FROM plugin_grant g WHERE g.hash = b.hash)
     AND NOT EXISTS (SELECT 1 FROM plugin_install i WHERE i.hash = b.hash OR i.pending_hash = b.hash OR i.dev_hash = b.hash)`,
    [before],
  );
  for (const { hash } of unused) await tx.run('DELETE FROM plugin_bundle WHERE hash = ?', [hash]);
  return unused.length;
}

const typed = <Row extends { createdAt: number }>(row: Row): Row => ({ ...row, createdAt: Number(row.createdAt) });
