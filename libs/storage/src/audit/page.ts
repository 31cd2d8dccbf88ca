import type { Json } from '@sojourn/kernel';
import type { Reader } from '../database/database.js';
import { parseJson } from '../database/read.js';

export interface AuditLine {
  readonly id: number;
  readonly at: number;
  readonly userId: number | null;
  readonly userName: string | null;
  readonly apiKeyId: number | null;
  readonly apiKeyName: string | null;
  readonly action: string;
  readonly subject: string;
  readonly details: Json;
}

/** The audit trail of a workspace, newest first, after an entry by its moment and id. */
export async function auditPage(
  read: Reader,
  query: {
    readonly workspaceId: number;
    readonly before?: { readonly at: number; readonly id: number } | undefined;
    readonly limit: number;
  },
): Promise<readonly AuditLine[]> {
  const { at, id } = query.before ?? { at: Number.MAX_SAFE_INTEGER, id: 0 };
  const rows = await read.rows<Omit<AuditLine, 'details'> & { readonly details: string | null }>(
    `SELECT a.id, a.at, a.user_id AS userId, u.name AS userName, a.api_key_id AS apiKeyId, k.name AS apiKeyName, a.action, a.subject, a.details
     FROM audit a LEFT JOIN \`user\` u ON u.id = a.user_id LEFT JOIN api_key k ON k.id = a.api_key_id
     WHERE a.workspace_id = ? AND a.at <= ? AND (a.at < ? OR a.id < ?) ORDER BY a.at DESC, a.id DESC LIMIT ?`,
    [query.workspaceId, at, at, id, query.limit],
  );
  return rows.map((row) => ({ ...row, details: parseJson<Json>(row.details) ?? null }));
}
