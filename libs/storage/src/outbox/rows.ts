import type { OutboxItem } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import type { Dialect } from '../database/dialect.js';
import { parseJson } from '../database/read.js';

export type Row = Omit<OutboxItem, 'effect' | 'journal'> & {
  readonly effect: string;
  readonly journal: string | null;
};

/** Of a row before its next attempt. */
export const COLUMNS = `id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS \`key\`, effect, attempt,
  ready_at AS dueAt, journal, ambiguous_at AS ambiguousAt, body_hash AS bodyHash, COALESCE(queued_at, created_at) AS queuedAt`;

export const LONGEST_REASON = 255;

// The column holds the effect that `enqueueEffects` wrote.
export const itemOf = (row: Row): OutboxItem => ({
  ...row,
  effect: parseJson<OutboxItem['effect']>(row.effect) as OutboxItem['effect'],
  journal: parseJson<Json>(row.journal),
});

/** What the dialects call differently: the database's clock in epoch milliseconds, the smaller and the larger of two. */
export const SPEECH: Readonly<
  Record<Dialect['name'], { readonly now: string; readonly least: string; readonly greatest: string }>
> = {
  sqlite: { now: `CAST(unixepoch('subsec') * 1000 AS INTEGER)`, least: 'MIN', greatest: 'MAX' },
  mysql: { now: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)', least: 'LEAST', greatest: 'GREATEST' },
};

/** Back in the queue as before it was taken. */
export const UNTAKEN = 'due_at = ready_at, holder = NULL, lease_until = NULL';
