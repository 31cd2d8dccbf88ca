import type { JsonObject } from '@sojourn/kernel';
import type { Reader } from '../database/database.js';
import { parseJson } from '../database/read.js';

/** Event types by frequency; the engine's own, which begin with `$`, are left out. */
export async function types(
  read: Reader,
  workspaceId: number,
  limit: number,
): Promise<readonly { readonly type: string; readonly count: number }[]> {
  return read.rows(
    "SELECT type, COUNT(*) AS count FROM event WHERE workspace_id = ? AND type NOT LIKE '$%' GROUP BY type ORDER BY 2 DESC, type LIMIT ?",
    [workspaceId, limit],
  );
}

/** The newest events of all types, for the names of their properties. */
export async function recent(
  read: Reader,
  workspaceId: number,
  limit: number,
): Promise<readonly { readonly type: string; readonly properties: JsonObject }[]> {
  const rows = await read.rows<{ type: string; properties: string }>(
    "SELECT type, properties FROM event WHERE workspace_id = ? AND type NOT LIKE '$%' ORDER BY id DESC LIMIT ?",
    [workspaceId, limit],
  );
  return rows.map(({ type, properties }) => ({ type, properties: parseJson<JsonObject>(properties) ?? {} }));
}

/** How many events occurred from `from` (inclusive) to `to` (exclusive). */
export async function countBetween(read: Reader, workspaceId: number, from: number, to: number): Promise<number> {
  const [row] = await read.rows<{ n: number }>(
    "SELECT COUNT(*) AS n FROM event WHERE workspace_id = ? AND occurred_at >= ? AND occurred_at < ? AND type NOT LIKE '$%'",
    [workspaceId, from, to],
  );
  return row?.n ?? 0;
}
