import type { Reader } from '@sojourn/storage';
import type { RowSamples } from '../raw-limit/raw-rows.js';

/** A few of the rows that a pass wrote, for a bare loop to write as long ones. */
export async function sampleRows(read: Reader, versionId: number): Promise<RowSamples> {
  const [run] = await read.rows<Pick<RowSamples, 'visits' | 'pending' | 'variables'>>(
    "SELECT visits, pending, variables FROM run WHERE version_id = ? AND state = 'ended' ORDER BY id LIMIT 1",
    [versionId],
  );
  // Runs were seeded in this order: a sample of each of the three wakes, of both ways of each split.
  const traces = await read.rows<{ steps: string }>(
    'SELECT steps FROM trace WHERE run_id IN (SELECT id FROM (SELECT id FROM run WHERE version_id = ? ORDER BY id LIMIT 12) few) ORDER BY id',
    [versionId],
  );
  return {
    visits: run?.visits ?? '{}',
    pending: run?.pending ?? '{}',
    variables: run?.variables ?? '{}',
    steps: traces.map(({ steps }) => steps),
  };
}
