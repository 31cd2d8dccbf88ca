import type { PendingWake, TraceStep } from '@sojourn/execution';
import type { JourneyDocument } from '@sojourn/journey';
import { ascending, rowsAmong, unique } from '../database/read.js';
import type { Tx } from '../database/database.js';
import { insertRows, updateRows } from '../database/write.js';
import { EdgeCounts } from '../journey-store/edge-counts.js';

type Why = NonNullable<TraceStep['why']>;

/** A run in quarantine, as the table has it. */
export interface ParkedRun {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly contactId: number;
  readonly nodeId: string;
  readonly visits: { readonly [nodeId: string]: number };
  readonly arrivedAt: number;
  readonly pending: PendingWake;
  readonly memory: string | null;
}

/** How a run gets out of quarantine. */
export type Repair =
  /** The wake that failed happens again, at once. */
  | { readonly do: 'retry' }
  /** As if the node had answered so; without a next node the run ends `unconnected`, as it does when the engine moves it. */
  | { readonly do: 'leave'; readonly outcome: string; readonly to: string | undefined }
  /** It arrives at another node of its version. */
  | { readonly do: 'move'; readonly to: string }
  | { readonly do: 'end' };

export interface Refusal {
  readonly runId: number;
  /** `not-found`, `not-parked`, or what the choice refused with. */
  readonly code: string;
}

export interface Repaired {
  readonly repaired: readonly ParkedRun[];
  readonly refused: readonly Refusal[];
}

/** Outcomes in the counts of a node that runs were taken out of or put on by hand; see `countMove`. */
export const MOVED_OUT = '$moved:out';
export const MOVED_IN = '$moved:in';

/**
 * Takes runs of a workspace out of quarantine, each as `choose` says of it and of the drawing it stands on; what it refuses
 * stays parked, and so does what somebody else repaired meanwhile. Every repair leaves a line in the run's trace with `why`,
 * raises its fence, and keeps the counts true: entered = done + waiting + parked + exited.
 *
 * In a paused journey a repaired run waits, paused, for the day the journey goes on.
 */
export async function repairRuns(
  tx: Tx,
  own: { readonly workspaceId: number; readonly runIds: readonly number[]; readonly at: number; readonly why: Why },
  choose: (run: ParkedRun, on: DrawingOfRun) => Repair | { readonly refuse: string },
): Promise<Repaired> {
  const { workspaceId, at } = own;
  const ids = ascending(own.runIds);
  // Journeys first, as pausing does: whether a run goes on must not change under us.
  const drawings = await lockJourneys(tx, workspaceId, ids);
  const parked = await lockParked(tx, workspaceId, ids);
  const refused: Refusal[] = [];
  const chosen: { readonly run: ParkedRun; readonly repair: Repair; readonly paused: boolean }[] = [];
  for (const id of ids) {
    const run = parked.get(id);
    if (!run || run === 'elsewhere') {
      refused.push({ runId: id, code: run ? 'not-parked' : 'not-found' });
      continue;
    }
    const on = drawings(run);
    const repair = choose(run, on);
    if ('refuse' in repair) refused.push({ runId: id, code: repair.refuse });
    else chosen.push({ run, repair, paused: on.journeyState === 'paused' });
  }
  await updateRows(tx, {
    table: 'run',
    key: 'id',
    columns: COLUMNS,
    rows: chosen.map(({ run, repair, paused }) => [run.id, ...cells(run, repair, at, paused)]),
    set: 'fence = fence + 1, claimed = 0, claimed_due = NULL',
  });
  await unlist(tx, chosen.map(({ run }) => run.id)); // prettier-ignore
  await forgetMissing(tx, chosen.flatMap(({ run, repair }) => (repair.do === 'retry' ? [run.id] : []))); // prettier-ignore
  await writeTraces(tx, chosen, own);
  const counts = new EdgeCounts();
  for (const { run, repair } of chosen) countMove(counts, run, repair);
  await counts.write(tx);
  return { repaired: chosen.map(({ run }) => run), refused };
}

/** The drawing of the version a run stands on, and what its journey does now; null: it is not there any more. */
export interface DrawingOfRun {
  readonly document: JourneyDocument | null;
  readonly journeyState: string | null;
}

async function lockJourneys(
  tx: Tx,
  workspaceId: number,
  ids: readonly number[],
): Promise<(run: ParkedRun) => DrawingOfRun> {
  const runs = await rowsAmong<{ journeyId: number; versionId: number }>(
    tx,
    ids,
    (list) =>
      `SELECT DISTINCT journey_id AS journeyId, version_id AS versionId FROM run WHERE id IN ${list} AND workspace_id = ?`,
    [],
    [workspaceId],
  );
  const journeys = await rowsAmong<{ id: number; state: string }>(
    tx,
    ascending(runs.map(({ journeyId }) => journeyId)),
    (list) => `SELECT id, state FROM journey WHERE id IN ${list} ORDER BY id${tx.dialect.forUpdate}`,
  );
  const versions = await rowsAmong<{ id: number; document: string }>(
    tx,
    unique(runs.map(({ versionId }) => versionId)),
    (list) => `SELECT id, document FROM journey_version WHERE id IN ${list}`,
  );
  const states = new Map(journeys.map(({ id, state }) => [id, state]));
  const documents = new Map(versions.map(({ id, document }) => [id, JSON.parse(document) as JourneyDocument]));
  return ({ journeyId, versionId }) => ({
    document: documents.get(versionId) ?? null,
    journeyState: states.get(journeyId) ?? null,
  });
}

type Stored = Omit<ParkedRun, 'visits' | 'pending'> & {
  readonly state: string;
  readonly visits: string;
  readonly pending: string;
};

/** The runs of the workspace by id, locked: in quarantine, or `elsewhere`. */
async function lockParked(
  tx: Tx,
  workspaceId: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ParkedRun | 'elsewhere'>> {
  const rows = await rowsAmong<Stored>(
    tx,
    ids,
    (list) =>
      `SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, state,
         node_id AS nodeId, visits, arrived_at AS arrivedAt, pending, memory
       FROM run WHERE id IN ${list} AND workspace_id = ? ORDER BY id${tx.dialect.forUpdate}`,
    [],
    [workspaceId],
  );
  return new Map(
    rows.map(({ state, visits, pending, ...run }) => [
      run.id,
      state === 'quarantined'
        ? { ...run, visits: JSON.parse(visits) as ParkedRun['visits'], pending: JSON.parse(pending) as PendingWake }
        : 'elsewhere',
    ]),
  );
}

const COLUMNS = {
  state: 'text',
  node_id: 'text',
  visits: 'text',
  arrived_at: 'int',
  due_at: 'int',
  pending: 'text',
  memory: 'text',
  ended_at: 'int',
  end_reason: 'text',
  end_detail: 'text',
} as const;

/** The run's row after the repair, in the order of COLUMNS. */
function cells(run: ParkedRun, repair: Repair, at: number, paused: boolean): (string | number | null)[] {
  const under = paused ? 'paused' : 'active';
  const visits = JSON.stringify(run.visits);
  const over = (reason: string, detail: string | null): (string | number | null)[] => [
    'ended', run.nodeId, visits, run.arrivedAt, null, JSON.stringify(run.pending), run.memory, at, reason, detail,
  ]; // prettier-ignore
  const arrive = (nodeId: string): (string | number | null)[] => [
    under, nodeId, JSON.stringify({ ...run.visits, [nodeId]: (run.visits[nodeId] ?? 0) + 1 }), at, at, JSON.stringify({ kind: 'arrived' }), null, null, null, null,
  ]; // prettier-ignore
  switch (repair.do) {
    case 'retry':
      // The same wake again, with what the node remembered; a node that counts its attempts begins to count anew.
      return [
        under, run.nodeId, visits, run.arrivedAt, at, JSON.stringify(run.pending.kind === 'retry' ? { kind: 'retry', attempt: 1 } : run.pending), run.memory, null, null, null,
      ]; // prettier-ignore
    case 'leave':
      return repair.to === undefined ? over('unconnected', repair.outcome) : arrive(repair.to);
    case 'move':
      return arrive(repair.to);
    case 'end':
      return over('removed', null);
  }
}

/** Takes runs off the list of what is parked. */
async function unlist(tx: Tx, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return;
  const list = tx.dialect.among(runIds);
  await tx.run(`DELETE FROM parked WHERE run_id IN ${list.sql}`, list.params);
}

/**
 * What a node asked for is answered once and for all, so that nothing is given twice. `missing` gave nothing, and is what a
 * person has mended since: a retry asks anew.
 */
async function forgetMissing(tx: Tx, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return;
  const list = tx.dialect.among(runIds);
  await tx.run(`DELETE FROM ask WHERE run_id IN ${list.sql} AND answer LIKE '%"status":"missing"%'`, list.params);
}

async function writeTraces(
  tx: Tx,
  chosen: readonly { readonly run: ParkedRun; readonly repair: Repair }[],
  { at, why }: { readonly at: number; readonly why: Why },
): Promise<void> {
  const ids = await tx.take('trace', chosen.length);
  await insertRows(
    tx,
    'trace',
    ['id', 'workspace_id', 'run_id', 'journey_id', 'contact_id', 'at', 'steps'],
    chosen.map(({ run, repair }, i) => {
      const outcome = repair.do === 'leave' ? repair.outcome : null;
      const step: TraceStep = { nodeId: run.nodeId, visit: run.visits[run.nodeId] ?? 1, outcome, why };
      return [ids[i], run.workspaceId, run.id, run.journeyId, run.contactId, at, JSON.stringify([step])];
    }),
  );
}

/**
 * A node was entered as often as its edges were walked, and here stands who entered and did not leave. Nobody walks an edge
 * when moved by hand: one more leaves the old node, and at the new node one less has left (a count of -1), so both add up.
 */
function countMove(counts: EdgeCounts, run: ParkedRun, repair: Repair): void {
  switch (repair.do) {
    case 'retry':
      return;
    case 'leave':
      counts.add(run, run.nodeId, repair.outcome);
      if (repair.to === undefined) counts.addEnd(run, run.nodeId, 'unconnected', false);
      return;
    case 'move':
      counts.add(run, run.nodeId, MOVED_OUT);
      counts.add(run, repair.to, MOVED_IN, -1);
      return;
    case 'end':
      counts.addEnd(run, run.nodeId, 'removed', true);
      return;
  }
}
