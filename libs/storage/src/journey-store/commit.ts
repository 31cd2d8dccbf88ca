import type { StepResult } from '@sojourn/execution';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Database, Tx } from '../database/database.js';
import { ascending, rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { changeContacts } from './change-contacts.js';
import { EdgeCounts } from './edge-counts.js';
import { standing } from './held-shards.js';
import { lookBack } from './look-back.js';
import { enqueueEffects } from '../outbox/enqueue-effects.js';
import { NotAllHeld, writeRuns } from './write-runs.js';

/** A step whose run is still ours, with what its row says; active where it was not looked at. */
export interface HeldStep extends StepResult {
  readonly stored?: { readonly state: 'active' | 'paused' };
}

type Committed = { readonly fencedOut: readonly number[]; readonly lost?: readonly number[] };

/** Writes a batch of wakes, whole; a run whose fence was lost, or whose shard has another owner, writes nothing. */
export async function commit(database: Database, steps: readonly StepResult[]): Promise<Committed> {
  if (steps.length === 0) return { fencedOut: [] };
  try {
    return await attempt(database, steps, true);
  } catch (error) {
    if (!(error instanceof NotAllHeld)) throw error;
    // Somebody took, woke, ended or paused one of them since: look at each, with its row locked.
    return await attempt(database, steps, false);
  }
}

async function attempt(database: Database, steps: readonly StepResult[], trusting: boolean): Promise<Committed> {
  return database.inTransaction(async (tx) => {
    const stands = await standing(tx, steps.map(({ run }) => run)); // prettier-ignore
    const lost = new Set(steps.filter(({ run }) => !stands(run)).map(({ run }) => run.shard));
    const ours = lost.size === 0 ? steps : steps.filter(({ run }) => stands(run));
    await lockContacts(tx, ours.filter(({ effects }) => effects.some(isOfContact)).map(({ run }) => run.contactId)); // prettier-ignore
    // Nearly all are active; `writeRuns` finds out when one is not.
    const held = trusting ? ours : await heldByUs(tx, ours);
    if (held.length > 0) {
      const found = await lookBack(tx, held);
      // Comes first, because it tells whether all are ours.
      await writeRuns(tx, held, found, trusting);
      await changeContacts(tx, held);
      await enqueueEffects(tx, held);
      await writeTraces(tx, held);
      await countEdges(held).write(tx);
    }
    const kept = held.length === steps.length ? undefined : new Set(held.map(({ run }) => run.id));
    const fencedOut = kept ? steps.flatMap(({ run }) => (kept.has(run.id) ? [] : [run.id])) : [];
    return lost.size > 0 ? { fencedOut, lost: [...lost] } : { fencedOut };
  });
}

/** What a contact's profile or past changes by must happen one after the other, whoever does it. */
const isOfContact = ({ effect }: HeldStep['effects'][number]): boolean =>
  effect.kind === 'contact' || effect.kind === 'track';

/** Locks the runs and keeps those that nobody took, woke, ended or removed since they were claimed. */
async function heldByUs(tx: Tx, steps: readonly StepResult[]): Promise<readonly HeldStep[]> {
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
  const taken = new Map<number, Map<string, Outcomes>>();
  for (const { run, trace, next } of held) {
    for (const { nodeId, outcome } of trace) {
      if (outcome === null) continue;
      const outcomes = entryOf(
        entryOf(taken, run.versionId, () => new Map<string, Outcomes>()),
        nodeId,
        (): Outcomes => new Map(),
      );
      entryOf(outcomes, outcome, () => ({ run, n: 0 })).n++;
    }
    if (next.state !== 'ended') continue;
    const last = trace.at(-1);
    counts.addEnd(run, next.nodeId, next.reason, last?.nodeId !== next.nodeId || last.outcome === null);
  }
  for (const nodes of taken.values())
    for (const [nodeId, outcomes] of nodes)
      for (const [outcome, { run, n }] of outcomes) counts.add(run, nodeId, outcome, n);
  return counts;
}

type Outcomes = Map<string, { readonly run: HeldStep['run']; n: number }>;
function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
