import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginGrantRow } from '../entities/rows.js';

const GRANT = `g.id, g.workspace_id AS workspaceId, g.plugin, g.hash, g.capabilities, g.at, g.granted_by AS grantedBy`;

/** Adds a grant. Whoever calls it writes the install as well: its revision is what workers look at. */
export async function add(tx: Tx, grant: Omit<PluginGrantRow, 'id'>): Promise<number> {
  const [id] = (await tx.take('plugin_grant', 1)) as [number]; // one was asked for
  await insertRows(
    tx,
    'plugin_grant',
    ['id', 'workspace_id', 'plugin', 'hash', 'capabilities', 'at', 'granted_by'],
    [[id, grant.workspaceId, grant.plugin, grant.hash, grant.capabilities, grant.at, grant.grantedBy]],
  );
  return id;
}

/** Every grant there was, newest first, with who gave it. */
export async function history(
  read: Reader,
  workspaceId: number,
  plugin: string,
): Promise<readonly (PluginGrantRow & { readonly userName: string | null })[]> {
  return read.rows(
    `SELECT ${GRANT}, u.name AS userName FROM plugin_grant g LEFT JOIN \`user\` u ON u.id = g.granted_by
     WHERE g.workspace_id = ? AND g.plugin = ? ORDER BY g.id DESC`,
    [workspaceId, plugin],
  );
}

/** What holds now: the newest of each version. Of one workspace, or of one plugin in it. */
export async function current(read: Reader, workspaceId: number, plugin?: string): Promise<readonly PluginGrantRow[]> {
  const [where, params] = plugin === undefined ? ['', []] : [' AND g.plugin = ?', [plugin]];
  return read.rows(
    `SELECT ${GRANT} FROM plugin_grant g WHERE g.workspace_id = ?${where} AND NOT EXISTS
       (SELECT 1 FROM plugin_grant n WHERE n.workspace_id = g.workspace_id AND n.plugin = g.plugin AND n.hash = g.hash AND n.id > g.id)
     ORDER BY g.id`,
    [workspaceId, ...params],
  );
}
