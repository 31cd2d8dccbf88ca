import { createHash } from 'node:crypto';
import type { Json } from '@sojourn/kernel';

/** What stands before the first entry of a workspace. */
export const FIRST_SEAL = '0'.repeat(64);

/** What the chain seals of one entry. */
export interface SealedEntry {
  readonly id: number;
  readonly workspaceId: number;
  /** 1, 2, 3... within the workspace. */
  readonly seq: number;
  readonly userId: number | null;
  readonly apiKeyId: number | null;
  readonly at: number;
  readonly action: string;
  readonly subject: string;
  readonly details: Json;
}

/**
 * SHA-256 (hex) of the previous entry's seal followed by this entry as canonical JSON: changing, removing, inserting or
 * reordering one breaks every seal after it.
 */
export function sealOf(previous: string, entry: SealedEntry): string {
  const { id, workspaceId, seq, userId, apiKeyId, at, action, subject, details } = entry;
  const content = canonical({ id, workspaceId, seq, userId, apiKeyId, at, action, subject, details });
  return createHash('sha256').update(previous).update(content).digest('hex');
}

/** JSON with the keys of every object in order: MySQL keeps JSON columns in an order of its own. */
function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}
