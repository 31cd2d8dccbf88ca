import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';

/** Where a plugin's value lies. Nothing of one workspace or plugin is ever reached from another. */
export interface KvAddress {
  readonly workspaceId: number;
  readonly plugin: string;
  /** `w`, `c:<contact>`, `n:<journey>:<node>` */
  readonly place: string;
  /** 0 when it is nobody's. */
  readonly contactId: number;
}

export const KV_LIMITS = { name: 128, valueBytes: 64 * 1024 } as const;

/** The row that holds the sum of sizes; no place of a plugin is called so. */
export const SUM = '=';
export const COLUMNS = ['workspace_id', 'plugin', 'place', 'name', 'contact_id', 'value', 'bytes', 'updated_at'];

/** Values as they were written, by name; absent ones are left out. */
export async function get(read: Reader, at: KvAddress, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const list = read.dialect.among(names);
  const rows = await read.rows<{ name: string; value: string }>(
    `SELECT name, value FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name IN ${list.sql}`,
    [at.workspaceId, at.plugin, at.place, ...list.params],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/**
 * Writes values (JSON text; undefined removes) as long as all of the plugin's values of the workspace stay within `quotaBytes`.
 * Answers false, and has written nothing, when they would not. Takes the plugin's sum first: writers of one plugin stand in line.
 */
export async function set(
  tx: Tx,
  at: KvAddress,
  entries: ReadonlyMap<string, string | undefined>,
  { quotaBytes, now }: { readonly quotaBytes: number; readonly now: number },
): Promise<boolean> {
  await lockSum(tx, at, now);
  const there = await sizes(tx, at, [...entries.keys()]);
  const delta = [...entries].reduce((sum, [name, value]) => sum + sizeOf(name, value) - (there.get(name) ?? 0), 0);
  if (!(await grow(tx, at, delta, { quotaBytes, now }))) return false;
  const gone = [...entries].flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (gone.length > 0) {
    const list = tx.dialect.among(gone);
    await tx.run(`DELETE FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name IN ${list.sql}`, [
      at.workspaceId,
      at.plugin,
      at.place,
      ...list.params,
    ]);
  }
  const kept = [...entries].flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[at.workspaceId, at.plugin, at.place, name, at.contactId, value, sizeOf(name, value), now]],
  );
  await insertRows(tx, 'plugin_kv', COLUMNS, kept, {
    key: ['workspace_id', 'plugin', 'place', 'name'],
    set: ({ fresh }) => ({ value: fresh('value'), bytes: fresh('bytes'), updated_at: fresh('updated_at') }),
  });
  return true;
}

/** Adds to a number (0 when there is none); answers the new one, `not-a-number` or `over-quota`. */
export async function add(
  tx: Tx,
  at: KvAddress,
  name: string,
  by: number,
  limits: { readonly quotaBytes: number; readonly now: number },
): Promise<number | 'not-a-number' | 'over-quota'> {
  // The sum is locked before the value is read: two who add at once stand in line.
  await lockSum(tx, at, limits.now);
  const before: unknown = JSON.parse((await get(tx, at, [name])).get(name) ?? '0');
  if (typeof before !== 'number') return 'not-a-number';
  const after = before + by;
  if (!Number.isFinite(after)) return 'not-a-number';
  return (await set(tx, at, new Map([[name, JSON.stringify(after)]]), limits)) ? after : 'over-quota';
}

/** Locks all that a plugin keeps in a workspace until the end of the transaction. */
export function hold(tx: Tx, at: KvAddress, now: number): Promise<void> {
  return lockSum(tx, at, now);
}

/** The host's own note about a plugin, in a place that no scope reaches; it counts against no quota. Hold the plugin before. */
export async function note(tx: Tx, at: KvAddress, name: string, value: string, now: number): Promise<void> {
  await insertRows(
    tx,
    'plugin_kv',
    COLUMNS,
    [[at.workspaceId, at.plugin, at.place, name, at.contactId, value, 0, now]],
    {
      key: ['workspace_id', 'plugin', 'place', 'name'],
      set: ({ fresh }) => ({ value: fresh('value'), updated_at: fresh('updated_at') }),
    },
  );
}

/** Bytes that a plugin's values take up in a workspace. */
export async function used(read: Reader, workspaceId: number, plugin: string): Promise<number> {
  const [row] = await read.rows<{ bytes: number }>(
    'SELECT bytes FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ?',
    [workspaceId, plugin, SUM, SUM],
  );
  return Number(row?.bytes ?? 0);
}

/** Removes all that a plugin keeps in a workspace. */
export async function clear(tx: Tx, workspaceId: number, plugin: string): Promise<void> {
  await tx.run('DELETE FROM plugin_kv WHERE workspace_id = ? AND plugin = ?', [workspaceId, plugin]);
}

/** Removes all that plugins keep for these contacts. */
export async function eraseContacts(tx: Tx, workspaceId: number, contactIds: readonly number[]): Promise<void> {
  if (contactIds.length === 0) return;
  const list = tx.dialect.among(contactIds);
  const own = `workspace_id = ? AND contact_id IN ${list.sql}`;
  const params = [workspaceId, ...list.params];
  const freed = await tx.rows<{ plugin: string; bytes: number }>(
    `SELECT plugin, SUM(bytes) AS bytes FROM plugin_kv WHERE ${own} GROUP BY plugin ORDER BY plugin`,
    params,
  );
  for (const { plugin, bytes } of freed)
    await tx.run(
      'UPDATE plugin_kv SET bytes = bytes - ? WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ?',
      [Number(bytes), workspaceId, plugin, SUM, SUM],
    );
  await tx.run(`DELETE FROM plugin_kv WHERE ${own}`, params);
}

const sizeOf = (name: string, value: string | undefined): number =>
  value === undefined ? 0 : Buffer.byteLength(name) + Buffer.byteLength(value);

async function sizes(tx: Tx, at: KvAddress, names: readonly string[]): Promise<Map<string, number>> {
  const list = tx.dialect.among(names);
  const rows = await tx.rows<{ name: string; bytes: number }>(
    `SELECT name, bytes FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name IN ${list.sql}`,
    [at.workspaceId, at.plugin, at.place, ...list.params],
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

async function lockSum(tx: Tx, { workspaceId, plugin }: KvAddress, now: number): Promise<void> {
  await insertRows(tx, 'plugin_kv', COLUMNS, [[workspaceId, plugin, SUM, SUM, 0, '', 0, now]], 'ignore');
  await tx.rows(
    `SELECT bytes FROM plugin_kv WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ?${tx.dialect.forUpdate}`,
    [workspaceId, plugin, SUM, SUM],
  );
}

/** Less is always possible; more as far as the quota goes. */
async function grow(
  tx: Tx,
  { workspaceId, plugin }: KvAddress,
  delta: number,
  { quotaBytes, now }: { readonly quotaBytes: number; readonly now: number },
): Promise<boolean> {
  if (delta === 0) return true;
  const room = delta > 0 ? 'bytes + ? <= ?' : '? <= ?';
  const { affected } = await tx.run(
    `UPDATE plugin_kv SET bytes = bytes + ?, updated_at = ? WHERE workspace_id = ? AND plugin = ? AND place = ? AND name = ? AND ${room}`,
    [delta, now, workspaceId, plugin, SUM, SUM, delta, delta > 0 ? quotaBytes : 0],
  );
  return affected === 1;
}
