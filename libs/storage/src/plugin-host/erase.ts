import type { Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import * as kv from './kv.js';
import * as recordings from './recordings.js';

/**
 * Removes all that plugins keep of these contacts, and of those that were merged into them, in the transaction that erases them;
 * before their own rows go, which say who was merged.
 */
export async function erasePluginData(tx: Tx, workspaceId: number, contactIds: readonly number[]): Promise<void> {
  const all = [...contactIds];
  // Who was merged into somebody who was merged later is theirs as well.
  for (let last: readonly number[] = contactIds; last.length > 0; all.push(...last)) {
    const merged = await rowsAmong<{ id: number }>(
      tx,
      last,
      (list) => `SELECT id FROM contact WHERE merged_into IN ${list} AND workspace_id = ?`,
      [],
      [workspaceId],
    );
    last = merged.map(({ id }) => Number(id)).filter((id) => !all.includes(id));
  }
  await kv.eraseContacts(tx, workspaceId, all);
  await recordings.eraseContacts(tx, workspaceId, all);
}
