import type { AudienceMember, AudienceQuery } from '@sojourn/execution';
import { toSql } from '@sojourn/rules';
import type { Reader } from '../database/database.js';

/** One page of contacts of a workspace that meet a condition, by ascending id. */
export async function audience(read: Reader, query: AudienceQuery): Promise<readonly AudienceMember[]> {
  const { workspaceId, condition, now, afterContactId, limit, segment } = query;
  let sql = 'SELECT c.id AS contactId FROM contact c WHERE c.workspace_id = ? AND c.id > ? AND c.merged_into IS NULL';
  const params: (string | number)[] = [workspaceId, afterContactId];
  if (segment) {
    sql += ` AND ${segment.inside ? '' : 'NOT '}EXISTS (SELECT 1 FROM segment_state s WHERE s.journey_id = ? AND s.entry_id = ? AND s.contact_id = c.id)`;
    params.push(segment.journeyId, segment.entryId);
  }
  if (condition) {
    const meets = toSql(condition, { dialect: read.dialect.name, workspaceId, now, contact: 'c' });
    sql += ` AND (${meets.sql})`;
    params.push(...meets.params);
  }
  return read.rows<AudienceMember>(`${sql} ORDER BY c.id LIMIT ?`, [...params, limit]);
}
