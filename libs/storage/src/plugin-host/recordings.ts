import { DAY } from '@sojourn/kernel';
import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginRecordingRow } from '../entities/rows.js';

/** How long recordings are kept, and how many of one plugin in one workspace. */
export const RECORDINGS_KEPT = { days: 7, perPlugin: 100 } as const;

export type RecordingHead = Omit<PluginRecordingRow, 'body' | 'contacts'>;

const HEAD =
  'id, workspace_id AS workspaceId, plugin, version, hash, node_type AS nodeType, journey_id AS journeyId, node_id AS nodeId, at, items, reason';

/** Keeps a recording; the oldest beyond a hundred of its plugin go. */
export async function add(
  tx: Tx,
  { contactIds, ...row }: Omit<PluginRecordingRow, 'id' | 'contacts'> & { readonly contactIds: readonly number[] },
): Promise<number> {
  const [id] = (await tx.take('plugin_recording', 1)) as [number]; // one was asked for
  await insertRows(
    tx,
    'plugin_recording',
    ['id', 'workspace_id', 'plugin', 'version', 'hash', 'node_type', 'journey_id', 'node_id', 'at', 'items', 'reason', 'contacts', 'body'],
    [[id, row.workspaceId, row.plugin, row.version, row.hash, row.nodeType, row.journeyId, row.nodeId, row.at, row.items, row.reason, `,${contactIds.join(',')},`, row.body]],
  ); // prettier-ignore
  const surplus = await tx.rows<{ id: number }>(
    'SELECT id FROM plugin_recording WHERE workspace_id = ? AND plugin = ? ORDER BY at DESC, id DESC LIMIT ? OFFSET ?',
    [row.workspaceId, row.plugin, 1_000, RECORDINGS_KEPT.perPlugin],
  );
  await remove(tx, surplus.map((one) => one.id)); // prettier-ignore
  return id;
}

/** Of one plugin, the newest first. */
export async function list(read: Reader, workspaceId: number, plugin: string): Promise<RecordingHead[]> {
  return read.rows(
    `SELECT ${HEAD} FROM plugin_recording WHERE workspace_id = ? AND plugin = ? ORDER BY at DESC, id DESC LIMIT ?`,
    [workspaceId, plugin, RECORDINGS_KEPT.perPlugin],
  );
}

export async function one(
  read: Reader,
  workspaceId: number,
  plugin: string,
  id: number,
): Promise<(RecordingHead & { readonly body: string }) | undefined> {
  const [row] = await read.rows<RecordingHead & { body: string }>(
    `SELECT ${HEAD}, body FROM plugin_recording WHERE id = ? AND workspace_id = ? AND plugin = ?`,
    [id, workspaceId, plugin],
  );
  return row;
}

/** Recordings that hold data of these contacts go as a whole: what they saw cannot be told apart any more. */
export async function eraseContacts(tx: Tx, workspaceId: number, contactIds: readonly number[]): Promise<void> {
  const gone = new Set(contactIds);
  const rows = await tx.rows<{ id: number; contacts: string }>(
    'SELECT id, contacts FROM plugin_recording WHERE workspace_id = ?',
    [workspaceId],
  );
  const holds = (contacts: string): boolean => contacts.split(',').some((id) => id !== '' && gone.has(Number(id)));
  await remove(tx, rows.flatMap(({ id, contacts }) => (holds(contacts) ? [id] : []))); // prettier-ignore
}

/** Removes what is older than it is kept, `limit` rows at most; answers how many it were. */
export async function purge(tx: Tx, now: number, limit: number): Promise<number> {
  const rows = await tx.rows<{ id: number }>('SELECT id FROM plugin_recording WHERE at < ? ORDER BY at LIMIT ?', [
    now - RECORDINGS_KEPT.days * DAY,
    limit,
  ]);
  await remove(tx, rows.map(({ id }) => id)); // prettier-ignore
  return rows.length;
}

async function remove(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const list = tx.dialect.among(ids);
  await tx.run(`DELETE FROM plugin_recording WHERE id IN ${list.sql}`, list.params);
}
