import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginInstallRow } from '../entities/rows.js';
import { nextRevision } from './revision.js';

export const INSTALL = `workspace_id AS workspaceId, plugin, state, hash, pending_hash AS pendingHash, dev_hash AS devHash,
  installed_at AS installedAt, installed_by AS installedBy, updated_at AS updatedAt, revision`;

/** What is installed in a workspace, by name; uninstalled ones are left out. */
export async function list(read: Reader, workspaceId: number): Promise<PluginInstallRow[]> {
  return read.rows(
    `SELECT ${INSTALL} FROM plugin_install WHERE workspace_id = ? AND state <> 'removed' ORDER BY plugin`,
    [workspaceId],
  );
}

/** One plugin of a workspace, even when it was uninstalled. */
export async function find(read: Reader, workspaceId: number, plugin: string): Promise<PluginInstallRow | undefined> {
  const rows = await read.rows<PluginInstallRow>(
    `SELECT ${INSTALL} FROM plugin_install WHERE workspace_id = ? AND plugin = ?`,
    [workspaceId, plugin],
  );
  return rows[0];
}

/** The same, locked until the end of the transaction. */
export async function lock(tx: Tx, workspaceId: number, plugin: string): Promise<PluginInstallRow | undefined> {
  await tx.rows(`SELECT plugin FROM plugin_install WHERE workspace_id = ? AND plugin = ?${tx.dialect.forUpdate}`, [
    workspaceId,
    plugin,
  ]);
  return find(tx, workspaceId, plugin);
}

/** The same for a plugin that may never have been here: then its row is made, as of one that was removed. */
export async function hold(tx: Tx, workspaceId: number, plugin: string): Promise<PluginInstallRow> {
  // What is not there cannot be locked.
  await insertRows(
    tx,
    'plugin_install',
    ['workspace_id', 'plugin', 'state', 'installed_at', 'updated_at', 'revision'],
    [[workspaceId, plugin, 'removed', 0, 0, 0]],
    'ignore',
  );
  return (await lock(tx, workspaceId, plugin))!; // just made at the latest
}

/** Writes the row whole, under the next revision; answers that. */
export async function write(tx: Tx, row: Omit<PluginInstallRow, 'revision'>): Promise<number> {
  const revision = await nextRevision(tx);
  await insertRows(
    tx,
    'plugin_install',
    [
      'workspace_id',
      'plugin',
      'state',
      'hash',
      'pending_hash',
      'dev_hash',
      'installed_at',
      'installed_by',
      'updated_at',
      'revision',
    ],
    [
      [
        row.workspaceId,
        row.plugin,
        row.state,
        row.hash,
        row.pendingHash,
        row.devHash,
        row.installedAt,
        row.installedBy,
        row.updatedAt,
        revision,
      ],
    ],
    {
      key: ['workspace_id', 'plugin'],
      set: ({ fresh }) =>
        Object.fromEntries(
          ['state', 'hash', 'pending_hash', 'dev_hash', 'installed_at', 'installed_by', 'updated_at', 'revision'].map(
            (column) => [column, fresh(column)],
          ),
        ),
    },
  );
  return revision;
}
