import type { Tx } from '../database/database.js';
import { unique } from '../database/read.js';
import { shardOf } from '../database/shard-of.js';
import { updateRows } from '../database/write.js';
import { mergeKv } from '../plugin-host/kv-merge.js';
import { UNDER_WAY } from '../journey-store/state-guard.js';

/** What follows a person who became known. Mints stay with the contact that they were sealed for; ledgers are never rewritten. */
const FOLLOWING = ['event', 'trace', 'outbox', 'inbox_message', 'coupon_code'];
/** The same, found by the contact alone. */
const FOLLOWING_BY_CONTACT = ['contact_identity', 'subscription'];
/** A worker that holds a run of the old contact would write under the old name: it is fenced out, the run due again as it was. */
const TAKEN_BACK =
  'fence = fence + 1, due_at = CASE WHEN claimed = 1 THEN claimed_due ELSE due_at END, claimed = 0, claimed_due = NULL';
/** What the known contact has of its own. */
const ENDING = ['contact_tag', 'segment_state', 'entry_timer'];

/** Moves everything of anonymous contacts to those they turned out to be; the empty rows stay, marked. Contacts are locked. */
export async function mergeContacts(
  tx: Tx,
  workspaceId: number,
  merges: readonly { readonly from: number; readonly into: number }[],
): Promise<void> {
  if (merges.length === 0) return;
  const rows = merges.map(({ from, into }) => [from, into]);
  const move = (table: string, within?: string, set?: string): Promise<number> =>
    updateRows(tx, { table, key: 'contact_id', columns: { contact_id: 'int' }, rows, within, set });
  // The workspace is in front in these tables' indexes.
  for (const table of FOLLOWING) await move(table, `\`${table}\`.workspace_id = ${workspaceId}`);
  // Runs and signals go to whoever moves the known contact.
  const sharded = merges.map(({ from, into }) => [from, into, shardOf(tx.dialect, into)]);
  const columns = { contact_id: 'int', shard: 'int' } as const;
  const within = `run.workspace_id = ${workspaceId}`;
  // Whoever moves the known contact knows nothing of the past that comes with this: it decides again. A wait being laid just now
  // would else miss what the visitor did before.
  const heirs = tx.dialect.among(unique(merges.map((merge) => merge.into)));
  await tx.run(`UPDATE run SET ${TAKEN_BACK} WHERE workspace_id = ? AND contact_id IN ${heirs.sql} AND ${UNDER_WAY}`, [
    workspaceId,
    ...heirs.params,
  ]);
  await updateRows(tx, { table: 'run', key: 'contact_id', columns, rows: sharded, within, set: TAKEN_BACK });
  await updateRows(tx, { table: 'signal', key: 'contact_id', columns, rows: sharded });
  for (const table of FOLLOWING_BY_CONTACT) await move(table);
  await mergeKv(tx, workspaceId, merges);
  const gone = tx.dialect.among(merges.map(({ from }) => from));
  for (const table of ENDING)
    await tx.run(`DELETE FROM ${table} WHERE workspace_id = ? AND contact_id IN ${gone.sql}`, [
      workspaceId,
      ...gone.params,
    ]);
  const heard = await tx.rows<{ id: number; lastEventId: number }>(
    `SELECT id, last_event_id AS lastEventId FROM contact WHERE id IN ${gone.sql}`,
    gone.params,
  );
  const into = new Map(merges.map((merge) => [merge.from, merge.into]));
  await updateRows(tx, {
    table: 'contact',
    key: 'id',
    columns: { last_event_id: 'int' },
    rows: heard.map(({ id, lastEventId }) => [into.get(id), lastEventId]),
    where: 'last_event_id < v0',
  });
  await updateRows(tx, { table: 'contact', key: 'id', columns: { merged_into: 'int' }, rows });
}
