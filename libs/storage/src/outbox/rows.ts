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

/** The smaller and the larger of two numbers, by the names that each dialect has for them. */
export const LEAST: Readonly<Record<Dialect['name'], string>> = { sqlite: 'MIN', mysql: 'LEAST' };
export const GREATEST: Readonly<Record<Dialect['name'], string>> = { sqlite: 'MAX', mysql: 'GREATEST' };

/** Back in the queue as before it was taken. */
export const UNTAKEN = 'due_at = ready_at, holder = NULL, lease_until = NULL';
