import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginRefusalRow } from '../entities/rows.js';

export interface RefusedPlugin extends PluginRefusalRow {
  /** Name of the user who refused it. */
  readonly userName: string | null;
}

/** What a workspace refused and has not asked for again, newest first; of all plugins, or of one. */
export async function list(read: Reader, workspaceId: number, plugin?: string): Promise<RefusedPlugin[]> {
  const [where, params] = plugin === undefined ? ['', []] : [' AND r.plugin = ?', [plugin]];
  return read.rows(
    `SELECT r.workspace_id AS workspaceId, r.plugin, r.hash, r.version, r.at, r.refused_by AS refusedBy, u.name AS userName
     FROM plugin_refusal r LEFT JOIN \`user\` u ON u.id = r.refused_by WHERE r.workspace_id = ?${where} ORDER BY r.at DESC, r.hash`,
    [workspaceId, ...params],
  );
}

/** Notes that a workspace does not want these bytes. */
export async function add(tx: Tx, row: PluginRefusalRow): Promise<void> {
  await insertRows(
    tx,
    'plugin_refusal',
    ['workspace_id', 'plugin', 'hash', 'version', 'at', 'refused_by'],
    [[row.workspaceId, row.plugin, row.hash, row.version, row.at, row.refusedBy]],
    {
      key: ['workspace_id', 'plugin', 'hash'],
      set: ({ fresh }) => ({ at: fresh('at'), refused_by: fresh('refused_by') }),
    },
  );
}

/** Takes a refusal back; without a hash, all of a plugin's. */
export async function remove(tx: Tx, workspaceId: number, plugin: string, hash?: string): Promise<void> {
  const [where, params] = hash === undefined ? ['', []] : [' AND hash = ?', [hash]];
  await tx.run(`DELETE FROM plugin_refusal WHERE workspace_id = ? AND plugin = ?${where}`, [
    workspaceId,
    plugin,
    ...params,
  ]);
}
