import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginPublisherRow } from '../entities/rows.js';

const COLUMNS = `workspace_id AS workspaceId, publisher, key_id AS keyId, public_key AS publicKey, how,
  pinned_at AS pinnedAt, pinned_by AS pinnedBy, retired_at AS retiredAt`;

/** Every key ever pinned in a workspace, by publisher, newest first. */
export async function list(read: Reader, workspaceId: number, publisher?: string): Promise<PluginPublisherRow[]> {
  const [where, params] = publisher === undefined ? ['', []] : [' AND publisher = ?', [publisher]];
  return read.rows(
    `SELECT ${COLUMNS} FROM plugin_publisher WHERE workspace_id = ?${where} ORDER BY publisher, pinned_at DESC, key_id`,
    [workspaceId, ...params],
  );
}

/** Pins a key; one that was retired is pinned anew. */
export async function pin(tx: Tx, row: Omit<PluginPublisherRow, 'retiredAt'>): Promise<void> {
  await insertRows(
    tx,
    'plugin_publisher',
    ['workspace_id', 'publisher', 'key_id', 'public_key', 'how', 'pinned_at', 'pinned_by', 'retired_at'],
    [[row.workspaceId, row.publisher, row.keyId, row.publicKey, row.how, row.pinnedAt, row.pinnedBy, null]],
    {
      key: ['workspace_id', 'publisher', 'key_id'],
      set: ({ fresh }) =>
        Object.fromEntries(['how', 'pinned_at', 'pinned_by', 'retired_at'].map((column) => [column, fresh(column)])),
    },
  );
}

/** Answers whether there was such a key in use. */
export async function retire(
  tx: Tx,
  own: { readonly workspaceId: number; readonly publisher: string; readonly keyId: string; readonly at: number },
): Promise<boolean> {
  const { affected } = await tx.run(
    'UPDATE plugin_publisher SET retired_at = ? WHERE workspace_id = ? AND publisher = ? AND key_id = ? AND retired_at IS NULL',
    [own.at, own.workspaceId, own.publisher, own.keyId],
  );
  return affected === 1;
}
