import type { JsonObject } from '@sojourn/kernel';
import type { Reader, Tx } from '../database/database.js';
import { parseJson } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { ReplayProgress } from './item.js';

/** Where a replay stopped; undefined when it never began. */
export async function loadProgress(read: Reader, id: string): Promise<ReplayProgress | undefined> {
  const [row] = await read.rows<Omit<ReplayProgress, 'counters'> & { readonly counters: string }>(
    'SELECT id, workspace_id AS workspaceId, line, counters, clock FROM replay_progress WHERE id = ?',
    [id],
  );
  return row && { ...row, counters: parseJson<JsonObject>(row.counters) ?? {} };
}

export async function saveProgress(tx: Tx, { id, workspaceId, line, counters, clock }: ReplayProgress): Promise<void> {
  await insertRows(
    tx,
    'replay_progress',
    ['id', 'workspace_id', 'line', 'counters', 'clock'],
    [[id, workspaceId, line, JSON.stringify(counters), clock]],
    {
      key: ['id'],
      set: ({ fresh }) => ({ line: fresh('line'), counters: fresh('counters'), clock: fresh('clock') }),
    },
  );
}
