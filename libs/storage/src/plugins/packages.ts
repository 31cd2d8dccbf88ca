import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginPackageRow } from '../entities/rows.js';

const COLUMNS = `p.workspace_id AS workspaceId, p.hash, p.plugin, p.version, p.origin, p.npm_name AS npmName, p.integrity,
  p.key_id AS keyId, p.signature, p.deprecated, p.at`;

/** Notes how a workspace came by a bundle; the last time is what counts. */
export async function note(tx: Tx, row: PluginPackageRow): Promise<void> {
  await insertRows(
    tx,
    'plugin_package',
    [
      'workspace_id',
      'hash',
      'plugin',
      'version',
      'origin',
      'npm_name',
      'integrity',
      'key_id',
      'signature',
      'deprecated',
      'at',
    ],
    [
      [
        row.workspaceId,
        row.hash,
        row.plugin,
        row.version,
        row.origin,
        row.npmName,
        row.integrity,
        row.keyId,
        row.signature,
        row.deprecated,
        row.at,
      ],
    ],
    {
      key: ['workspace_id', 'hash'],
      set: ({ fresh }) =>
        Object.fromEntries(
          ['origin', 'npm_name', 'integrity', 'key_id', 'signature', 'deprecated', 'at'].map((column) => [
            column,
            fresh(column),
          ]),
        ),
    },
  );
}

export async function find(read: Reader, workspaceId: number, hash: string): Promise<PluginPackageRow | undefined> {
  const rows = await read.rows<PluginPackageRow>(
    `SELECT ${COLUMNS} FROM plugin_package p WHERE p.workspace_id = ? AND p.hash = ?`,
    [workspaceId, hash],
  );
  return rows[0];
}

/** Every package a workspace has looked at or installed, newest first. */
export async function list(read: Reader, workspaceId: number, plugin?: string): Promise<PluginPackageRow[]> {
  const [where, params] = plugin === undefined ? ['', []] : [' AND p.plugin = ?', [plugin]];
  return read.rows(
    `SELECT ${COLUMNS} FROM plugin_package p WHERE p.workspace_id = ?${where} ORDER BY p.at DESC, p.hash`,
    [workspaceId, ...params],
  );
}

/**
 * Bytes other than these that once went by this name and version, and were installed: in this workspace, or anywhere under the same
 * key. A version is one thing for good.
 */
export async function otherBytes(
  read: Reader,
  own: {
    readonly workspaceId: number;
    readonly plugin: string;
    readonly version: string;
    readonly hash: string;
    readonly keyId: string;
  },
): Promise<PluginPackageRow | undefined> {
  const rows = await read.rows<PluginPackageRow>(
    `SELECT ${COLUMNS} FROM plugin_package p WHERE p.plugin = ? AND p.version = ? AND p.hash <> ? AND p.origin <> 'dev'
     AND (p.workspace_id = ? OR p.key_id = ?)
     AND EXISTS (SELECT 1 FROM plugin_grant g WHERE g.workspace_id = p.workspace_id AND g.hash = p.hash)`,
    [own.plugin, own.version, own.hash, own.workspaceId, own.keyId],
  );
  return rows[0];
}
