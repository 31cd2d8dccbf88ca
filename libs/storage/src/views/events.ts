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

/** How many events occurred in each stretch between neighbouring moments (ascending, the first inclusive, the last exclusive). */
export async function countByStretch(
  read: Reader,
  workspaceId: number,
  bounds: readonly number[],
): Promise<readonly number[]> {
  const [first, last] = [bounds[0] ?? 0, bounds.at(-1) ?? 0];
  // One pass over the events; a query per day would be fourteen.
  const cases = bounds.slice(1).map((_, i) => `WHEN occurred_at < ? THEN ${i}`).join(' '); // prettier-ignore
  const rows = await read.rows<{ stretch: number; n: number }>(
    `SELECT CASE ${cases} END AS stretch, COUNT(*) AS n FROM event
     WHERE workspace_id = ? AND occurred_at >= ? AND occurred_at < ? AND type NOT LIKE '$%' GROUP BY 1`,
    [...bounds.slice(1), workspaceId, first, last],
  );
  const found = new Map(rows.map(({ stretch, n }) => [stretch, n]));
  return bounds.slice(1).map((_, i) => found.get(i) ?? 0);
}
