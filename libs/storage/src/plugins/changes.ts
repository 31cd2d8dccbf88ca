import type { Reader } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import type { PluginGrantRow, PluginInstallRow, PluginRevocationRow } from '../entities/rows.js';
import * as grants from './grants.js';
import { INSTALL } from './installs.js';
import * as revocations from './revocations.js';
import { revision } from './revision.js';

/** What a worker must know anew about plugins. */
export interface PluginChanges {
  /** Ask with this the next time. */
  readonly revision: number;
  /** Installs that changed, each with all grants that hold for its plugin now. `removed` ones too. */
  readonly installs: readonly (PluginInstallRow & { readonly grants: readonly PluginGrantRow[] })[];
  /** Everything revoked now, in place of what was known. */
  readonly revocations: readonly PluginRevocationRow[];
}

/** Everything that changed after a revision; undefined when nothing did, which costs one look at one row. Begin with 0. */
export async function changesAfter(read: Reader, after: number): Promise<PluginChanges | undefined> {
  const now = await revision(read);
  if (now <= after) return undefined;
  const rows = await read.rows<PluginInstallRow>(
    `SELECT ${INSTALL} FROM plugin_install WHERE revision > ? AND revision <= ? ORDER BY revision`,
    [after, now],
  );
  const workspaces = [...new Set(rows.map(({ workspaceId }) => workspaceId))];
  const granted = (await Promise.all(workspaces.map((id) => grants.current(read, id)))).flat();
  return {
    revision: now,
    installs: rows.map((row) => ({
      ...row,
      grants: granted.filter(({ workspaceId, plugin }) => workspaceId === row.workspaceId && plugin === row.plugin),
    })),
    revocations: await revocations.list(read),
  };
}

/** What a revocation says of exactly these bytes; undefined while they may run. */
export function revocationOf(
  revoked: readonly PluginRevocationRow[],
  pin: { readonly plugin: string; readonly version: string; readonly hash: string },
): PluginRevocationRow | undefined {
  return revoked.find(
    ({ plugin, target }) => plugin === pin.plugin && (target === '*' || target === pin.version || target === pin.hash),
  );
}

/** Workspaces that have any of these plugins: those to tell of a revocation. */
export async function workspacesWith(
  read: Reader,
  plugins: readonly string[],
): Promise<readonly { readonly workspaceId: number; readonly plugin: string }[]> {
  return rowsAmong(
    read,
    plugins,
    (list) =>
      `SELECT workspace_id AS workspaceId, plugin FROM plugin_install WHERE state <> 'removed' AND plugin IN ${list}`,
  );
}
