import { textOfVisits } from '@sojourn/execution';
import type { Cell } from '../database/dialect.js';
import type { Tx } from '../database/database.js';
import { literalRows } from '../database/mysql-literals.js';
import { toJson } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { HeldStep } from './commit.js';
import type { FoundEvent } from './look-back.js';
import { NO_VARIABLES, TIMER_ALONE } from './pending.js';
import { dropSubscriptions } from './write-routing.js';

/** Some of the runs are not as they were claimed: nothing of this attempt may be committed. */
export class NotAllHeld extends Error {}

/**
 * Where every run stands now. The fence rises, so that a commit whose reply was lost cannot be written twice. With `guarded`, throws
 * `NotAllHeld` when a run is not active under its fence any more; without, the rows are locked and known.
 */
export async function writeRuns(
  tx: Tx,
  held: readonly HeldStep[],
  found: ReadonlyMap<number, FoundEvent>,
  guarded: boolean,
): Promise<void> {
  const waiting: Cell[][] = [];
  const ended: Cell[][] = [];
  const listened: number[] = [];
  const subscriptions: Cell[][] = [];
  for (const { run, at, next } of held) {
    if (run.listens !== false) listened.push(run.id);
    if (next.state === 'ended') {
      ended.push([next.nodeId, at, next.reason, next.detail ?? null, run.id, run.fence]);
      continue;
    }
    const event = found.get(run.id);
    waiting.push([
      next.nodeId,
      textOfVisits(next.visits),
      next.arrivedAt,
      event ? event.at : next.dueAt,
      pendingOf(next, event),
      toJson(next.memory),
      next.variables === NO_VARIABLES ? '{}' : JSON.stringify(next.variables),
      run.id,
      run.fence,
    ]);
    if (event) continue;
    for (const { id, event: type, filter } of next.subscriptions)
      subscriptions.push([run.id, id, run.workspaceId, run.contactId, type, toJson(filter)]);
  }
  await overwrite(tx, WAITING, waiting, guarded);
  await overwrite(tx, ENDED, ended, guarded);
  await dropSubscriptions(tx, listened);
  await insertRows(
    tx,
    'subscription',
    ['run_id', 'sub_id', 'workspace_id', 'contact_id', 'event_type', 'filter'],
    subscriptions,
  );
}

function pendingOf(next: Extract<HeldStep['next'], { state: 'waiting' }>, event: FoundEvent | undefined): string {
  if (event) return JSON.stringify({ kind: 'event', subscription: event.subscription, eventId: event.eventId });
  return next.pending.kind === 'timer' && next.subscriptions.length === 0 ? TIMER_ALONE : JSON.stringify(next.pending);
}

interface Overwrite {
  readonly sqlite: (guarded: boolean) => string;
  readonly mysql: (guarded: boolean) => string;
  /** For the columns of an insert that are never used. */
  readonly rest: readonly Cell[];
}

/** An insert must name every column that knows no default. These rows are there; were one not, nothing would be committed. */
const REQUIRED = 'workspace_id, journey_id, version_id, contact_id, entry_key, entry_id, shard, claimed, started_at';
const NEVER_USED: readonly Cell[] = ['', 0, 0, 0, 0, '', '', 0, 0, 0];

/** A run that waits keeps its state: one that was paused under way stays paused. */
export const WAITING: Overwrite = {
  rest: NEVER_USED,
  sqlite: (guarded) =>
    `UPDATE run SET node_id = ?, visits = ?, arrived_at = ?, due_at = ?, pending = ?, memory = ?, variables = ?, fence = fence + 1
     WHERE id = ? AND fence = ?${guarded ? " AND state = 'active'" : ''}`,
  mysql: (guarded) => {
    const ours = `fence = VALUES(fence)${guarded ? " AND state = 'active'" : ''}`;
    const set = ['node_id', 'visits', 'arrived_at', 'due_at', 'pending', 'memory', 'variables'].map(
      (column) => `${column} = IF(${ours}, VALUES(${column}), ${column})`,
    );
    return `INSERT INTO run (node_id, visits, arrived_at, due_at, pending, memory, variables, id, fence, state, ${REQUIRED}) VALUES ?
     ON DUPLICATE KEY UPDATE ${set.join(', ')}, fence = IF(${ours}, fence + 1, fence)`;
  },
};

export const ENDED: Overwrite = {
  rest: [...NEVER_USED, '', 0, '', ''],
  sqlite: (guarded) =>
    `UPDATE run SET state = 'ended', due_at = NULL, node_id = ?, ended_at = ?, end_reason = ?, end_detail = ?, fence = fence + 1
     WHERE id = ? AND fence = ?${guarded ? " AND state = 'active'" : ''}`,
  mysql: (guarded) => {
    // The state is assigned first and seen by the rest. No run has ended under the fence that it was claimed with.
    const ours = "fence = VALUES(fence) AND state = 'ended'";
    const set = ['node_id', 'ended_at', 'end_reason', 'end_detail'].map(
      (column) => `${column} = IF(${ours}, VALUES(${column}), ${column})`,
    );
    return `INSERT INTO run (node_id, ended_at, end_reason, end_detail, id, fence, state, ${REQUIRED}, visits, arrived_at, pending, variables) VALUES ?
     ON DUPLICATE KEY UPDATE state = IF(fence = VALUES(fence)${guarded ? " AND state = 'active'" : ''}, 'ended', state), ${set.join(', ')},
       due_at = IF(${ours}, NULL, due_at), fence = IF(${ours}, fence + 1, fence)`;
  },
};

/**
 * Gives every row its own values; each row's last two cells are the id and the fence. On MariaDB and MySQL nothing is cheaper than an
 * upsert that always finds its row: a third less than a join with a JSON list.
 */
async function overwrite(tx: Tx, what: Overwrite, rows: readonly Cell[][], guarded: boolean): Promise<void> {
  if (rows.length === 0) return;
  if (tx.each) {
    if (tx.each(what.sqlite(guarded), rows).some((changed) => changed !== 1)) throw new NotAllHeld();
    return;
  }
  const { affected } = await tx.run(what.mysql(guarded), [literalRows(rows, what.rest)]);
  // Two for each row that was there and changed, and those that are ours always change: their fence does.
  if (affected !== 2 * rows.length) throw new NotAllHeld();
}
