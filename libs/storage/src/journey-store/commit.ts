import type { StepResult } from '@sojourn/execution';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Tx } from '../database/database.js';
import { ascending, rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { changeContacts } from './change-contacts.js';
import { EdgeCounts } from './edge-counts.js';
import { lookBack } from './look-back.js';
import { enqueueEffects } from '../outbox/enqueue-effects.js';
import { writeRuns } from './write-runs.js';

/** A step whose run is still ours, with what its row says. */
export interface HeldStep extends StepResult {
  readonly stored: { readonly state: 'active' | 'paused' };
}

/** Writes a batch of wakes, whole; a run whose fence was lost writes nothing. */
export async function commit(
  database: Database,
  steps: readonly StepResult[],
): Promise<{ readonly fencedOut: readonly number[] }> {
  if (steps.length === 0) return { fencedOut: [] };
  return database.inTransaction(async (tx) => {
    await lockContacts(tx, steps.map(({ run }) => run.contactId)); // prettier-ignore
    const held = await heldByUs(tx, steps);
    if (held.length > 0) {
      const found = await lookBack(tx, held);
      await changeContacts(tx, held);
      await enqueueEffects(tx, held);
      await writeRuns(tx, held, found);
      await writeTraces(tx, held);
      await countEdges(held).write(tx);
    }
    const kept = new Set(held.map(({ run }) => run.id));
    return { fencedOut: steps.flatMap(({ run }) => (kept.has(run.id) ? [] : [run.id])) };
  });
}

/** Locks the runs and keeps those that nobody took, woke, ended or removed since they were claimed. */
async function heldByUs(tx: Tx, steps: readonly StepResult[]): Promise<HeldStep[]> {
  const rows = await rowsAmong<{ id: number; fence: number; state: string }>(
    tx,
    ascending(steps.map(({ run }) => run.id)),
    (list) => `SELECT id, fence, state FROM run WHERE id IN ${list} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  return steps.flatMap((step): HeldStep[] => {
    const row = stored.get(step.run.id);
    if (row?.fence !== step.run.fence || (row.state !== 'active' && row.state !== 'paused')) return [];
    return [{ ...step, stored: { state: row.state } }];
  });
}

async function writeTraces(tx: Tx, held: readonly HeldStep[]): Promise<void> {
  const told = held.filter(({ trace }) => trace.length > 0);
  const ids = await tx.take('trace', told.length);
  await insertRows(
    tx,
    'trace',
    ['id', 'workspace_id', 'run_id', 'journey_id', 'contact_id', 'at', 'steps'],
    told.map(({ run, at, trace }, i) => [
      ids[i],
      run.workspaceId,
      run.id,
      run.journeyId,
      run.contactId,
      at,
      JSON.stringify(trace),
    ]),
  );
}

function countEdges(held: readonly HeldStep[]): EdgeCounts {
  const counts = new EdgeCounts();
  for (const { run, trace, next } of held) {
    for (const { nodeId, outcome } of trace) if (outcome !== null) counts.add(run, nodeId, outcome);
    if (next.state !== 'ended') continue;
    const last = trace.at(-1);
    counts.addEnd(run, next.nodeId, next.reason, last?.nodeId !== next.nodeId || last.outcome === null);
  }
  return counts;
}
