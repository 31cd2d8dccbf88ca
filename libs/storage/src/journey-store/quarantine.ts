import type { JourneyStore } from '@sojourn/execution';
import type { Database } from '../database/database.js';
import { updateRows } from '../database/write.js';
import { dropSubscriptions } from './write-routing.js';
import { stateIs } from './state-guard.js';

const LONGEST_REASON = 191;

/** Parks runs with the reason; they keep their place, and count as under way until someone repairs or removes them. */
export async function quarantine(database: Database, runs: Parameters<JourneyStore['quarantine']>[0]): Promise<void> {
  if (runs.length === 0) return;
  await database.inTransaction(async (tx) => {
    await updateRows(tx, {
      table: 'run',
      key: 'id',
      columns: { end_detail: 'text', fence: 'int' },
      rows: runs.map(({ id, fence, reason }) => [id, reason.slice(0, LONGEST_REASON), fence + 1]),
      set: "state = 'quarantined', due_at = NULL, claimed = 0, claimed_due = NULL",
      where: "state IN ('active', 'paused') AND fence + 1 = v1",
    });
    const list = tx.dialect.among(runs.map(({ id }) => id));
    const parked = await tx.rows<{ id: number }>(
      `SELECT id FROM run WHERE id IN ${list.sql} AND ${stateIs('quarantined')}`,
      list.params,
    );
    await dropSubscriptions(tx, parked.map(({ id }) => id)); // prettier-ignore
  });
}
