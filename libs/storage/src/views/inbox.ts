import type { Reader } from '../database/database.js';
import { containing, displayName } from './names.js';

export interface InboxLine {
  readonly id: number;
  readonly contactId: number;
  readonly contactName: string | null;
  readonly journeyId: number | null;
  readonly journeyName: string | null;
  readonly subject: string;
  readonly body: string;
  readonly format: string;
  readonly at: number;
}

/** Newest first, by id. */
export async function page(
  read: Reader,
  query: {
    readonly workspaceId: number;
    readonly contactId?: number | undefined;
    readonly search?: string | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly InboxLine[]> {
  let where = 'i.workspace_id = ? AND i.id < ?';
  const params: unknown[] = [query.workspaceId, query.before ?? Number.MAX_SAFE_INTEGER];
  if (query.contactId !== undefined) {
    where += ' AND i.contact_id = ?';
    params.push(query.contactId);
  }
  if (query.search) {
    where += " AND (LOWER(i.subject) LIKE ? ESCAPE '!' OR LOWER(i.body) LIKE ? ESCAPE '!')";
    params.push(containing(query.search), containing(query.search));
  }
  return read.rows(
    `SELECT i.id, i.contact_id AS contactId, ${displayName('c')} AS contactName, j.id AS journeyId, j.name AS journeyName, i.subject, i.body, i.format, i.at
     FROM inbox_message i LEFT JOIN contact c ON c.id = i.contact_id LEFT JOIN journey j ON j.id = i.journey_id
     WHERE ${where} ORDER BY i.id DESC LIMIT ?`,
    [...params, query.limit],
  );
}
