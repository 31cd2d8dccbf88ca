import { groupBy } from '@sojourn/kernel';
import type { Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { COLUMNS, eraseContacts, SUM } from './kv.js';

interface Kept {
  readonly plugin: string;
  readonly place: string;
  readonly name: string;
  readonly contactId: number;
  readonly value: string;
  readonly bytes: number;
  readonly updatedAt: number;
}

/**
 * What plugins keep of contacts follows them to those they turned out to be, in the transaction that merges them. Where both have a value
 * of one name, that of the known contact stays.
 */
export async function mergeKv(
  tx: Tx,
  workspaceId: number,
  merges: readonly { readonly from: number; readonly into: number }[],
): Promise<void> {
  const gone = merges.map(({ from }) => from);
  const plugins = await rowsAmong<{ plugin: string }>(
    tx,
    gone,
    (list) => `SELECT DISTINCT plugin FROM plugin_kv WHERE contact_id IN ${list} AND workspace_id = ?`,
    [],
    [workspaceId],
  );
  if (plugins.length === 0) return;
  // Whoever writes a value has the plugin's sum first.
  for (const plugin of unique(plugins.map((one) => one.plugin)).sort())
    await tx.rows(
      `SELECT bytes FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ?${tx.dialect.forUpdate}`,
      [workspaceId, plugin, SUM, SUM],
    );
  const kept = await rowsAmong<Kept>(
    tx,
    unique(merges.flatMap(({ from, into }) => [from, into])),
    (list) =>
      `SELECT plugin, place, name, contact_id AS contactId, value, bytes, updated_at AS updatedAt FROM plugin_kv WHERE contact_id IN ${list} AND workspace_id = ? ORDER BY contact_id`,
    [],
    [workspaceId],
  );
  const into = new Map(merges.map((merge) => [merge.from, merge.into]));
  const taken = new Set(kept.filter(({ contactId }) => !into.has(Number(contactId))).map(keyOf));
  const moved = kept.flatMap((one): Kept[] => {
    const heir = into.get(Number(one.contactId));
    if (heir === undefined) return [];
    const now = { ...one, contactId: heir, place: one.place.replace(/\d+$/, String(heir)) };
    if (taken.has(keyOf(now))) return [];
    taken.add(keyOf(now));
    return [now];
  });
  await eraseContacts(tx, workspaceId, gone);
  const rows = moved.map((one) => [workspaceId, one.plugin, one.place, one.name, one.contactId, one.value, Number(one.bytes), Number(one.updatedAt)]); // prettier-ignore
  await insertRows(tx, 'plugin_kv', COLUMNS, rows);
  for (const [plugin, group] of groupBy(moved, (one) => one.plugin))
    await tx.run(
      'UPDATE plugin_kv SET bytes = bytes + ? WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ?',
      [group.reduce((sum, { bytes }) => sum + Number(bytes), 0), workspaceId, plugin, SUM, SUM],
    );
}

const keyOf = ({ plugin, place, name }: Kept): string => JSON.stringify([plugin, place, name]);
