import type { JsonObject } from '@sojourn/kernel';
import { toSql, type Condition } from '@sojourn/rules';
import type { Tx } from '../database/database.js';
import { parseJson } from '../database/read.js';

/** Forgets who was inside segment entries of a journey: of one entry, or of all. */
export async function forgetSegments(tx: Tx, journeyId: number, entryId?: string): Promise<void> {
  if (entryId === undefined) await tx.run('DELETE FROM segment_state WHERE journey_id = ?', [journeyId]);
  else await tx.run('DELETE FROM segment_state WHERE journey_id = ? AND entry_id = ?', [journeyId, entryId]);
}

/** Marks everyone who meets the condition now as inside a segment entry, without letting them in. Nobody may be marked yet. */
export async function markSegment(
  tx: Tx,
  own: {
    readonly workspaceId: number;
    readonly journeyId: number;
    readonly entryId: string;
    readonly condition: Condition;
    readonly now: number;
  },
): Promise<number> {
  const { workspaceId, journeyId, entryId, condition, now } = own;
  const meets = toSql(condition, { dialect: tx.dialect.name, workspaceId, now, contact: 'c' });
  const { affected } = await tx.run(
    `INSERT INTO segment_state (journey_id, entry_id, contact_id, workspace_id)
     SELECT ?, ?, c.id, c.workspace_id FROM contact c WHERE c.workspace_id = ? AND c.merged_into IS NULL AND (${meets.sql})`,
    [journeyId, entryId, workspaceId, ...meets.params],
  );
  return affected;
}

/** Contacts with their attributes and zones by ascending id after `after`: who may have a date of their own. */
export async function datesPage(
  tx: Tx,
  workspaceId: number,
  after: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly timeZone: string | null; readonly attributes: JsonObject }[]> {
  const rows = await tx.rows<{ id: number; timeZone: string | null; attributes: string }>(
    'SELECT id, time_zone AS timeZone, attributes FROM contact WHERE workspace_id = ? AND merged_into IS NULL AND id > ? ORDER BY id LIMIT ?',
    [workspaceId, after, limit],
  );
  return rows.map((row) => ({ ...row, attributes: parseJson<JsonObject>(row.attributes) ?? {} }));
}

/** Forgets timers and insiders of all entries of a journey but these. */
export async function forgetEntriesBut(tx: Tx, journeyId: number, keep: readonly string[]): Promise<void> {
  const list = tx.dialect.among(keep);
  await tx.run(`DELETE FROM segment_state WHERE journey_id = ? AND entry_id NOT IN ${list.sql}`, [
    journeyId,
    ...list.params,
  ]);
  await tx.run(`DELETE FROM entry_timer WHERE journey_id = ? AND entry_id NOT IN ${list.sql}`, [
    journeyId,
    ...list.params,
  ]);
}
