import type { Reader, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { WorkspaceRow } from '../entities/rows.js';

const COLUMNS =
  'id, organization_id AS organizationId, slug, name, time_zone AS timeZone, language, created_at AS createdAt, is_demo AS isDemo';

/** By id; the caller knows from a session or a key that they may be seen. */
export async function byIds(read: Reader, ids: readonly number[]): Promise<WorkspaceRow[]> {
  const rows = await rowsAmong<WorkspaceRow>(
    read,
    ids,
    (list) => `SELECT ${COLUMNS} FROM workspace WHERE id IN ${list} ORDER BY id`,
  );
  return rows.map((row) => ({ ...row, isDemo: Boolean(row.isDemo) }));
}

export async function addOrganization(tx: Tx, name: string, now: number): Promise<number> {
  const [id] = (await tx.take('organization', 1)) as [number]; // one was asked for
  await insertRows(tx, 'organization', ['id', 'name', 'created_at'], [[id, name, now]]);
  return id;
}

export async function add(tx: Tx, workspace: Omit<WorkspaceRow, 'id'>): Promise<number> {
  const [id] = (await tx.take('workspace', 1)) as [number]; // one was asked for
  const { organizationId, slug, name, timeZone, language, createdAt, isDemo } = workspace;
  await insertRows(
    tx,
    'workspace',
    ['id', 'organization_id', 'slug', 'name', 'time_zone', 'language', 'created_at', 'is_demo'],
    [[id, organizationId, slug, name, timeZone, language, createdAt, isDemo]],
  );
  return id;
}

export async function change(
  tx: Tx,
  id: number,
  next: Pick<WorkspaceRow, 'name' | 'timeZone' | 'language'>,
): Promise<void> {
  await tx.run('UPDATE workspace SET name = ?, time_zone = ?, language = ? WHERE id = ?', [
    next.name,
    next.timeZone,
    next.language,
    id,
  ]);
}
