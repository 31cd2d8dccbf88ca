/** What the rows of the bare loop hold: as long as those that the engine wrote in the same run. */
export interface RowSamples {
  readonly visits: string;
  readonly pending: string;
  readonly variables: string;
  /** The `steps` of trace rows, in turn. */
  readonly steps: readonly string[];
}

/** Columns of `run` that a wake writes, besides the fence. */
export const RUN_COLUMNS = [
  'state',
  'node_id',
  'visits',
  'arrived_at',
  'due_at',
  'pending',
  'memory',
  'variables',
  'ended_at',
  'end_reason',
  'end_detail',
] as const;
export const TRACE_COLUMNS = ['id', 'workspace_id', 'run_id', 'journey_id', 'contact_id', 'at', 'steps'] as const;

export interface ClaimedRow {
  readonly id: number;
  readonly contactId: number;
}

/** The cells of a run that was moved: its id, then `RUN_COLUMNS`. */
export function runCells({ id }: ClaimedRow, dueAt: number, samples: RowSamples): (string | number | null)[] {
  const { visits, pending, variables } = samples;
  return [id, 'active', 'order', visits, dueAt, dueAt, pending, null, variables, null, null, null];
}

export function traceCells(row: ClaimedRow, traceId: number, at: number, { steps }: RowSamples): (string | number)[] {
  return [traceId, 1, row.id, 1, row.contactId, at, steps[row.id % steps.length] ?? '[]'];
}
