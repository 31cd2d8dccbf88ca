import type { JourneyDocument } from '@sojourn/journey';
import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { JourneyRow, JourneyState } from '../entities/rows.js';
import { containing } from '../views/names.js';

export interface Drawing extends Omit<JourneyRow, 'draft' | 'revision'> {
  readonly draft: JourneyDocument;
  readonly liveVersion: { readonly id: number; readonly number: number; readonly publishedAt: number } | null;
  /** Name of the person who made it. */
  readonly owner: string | null;
}

type Stored = Omit<Drawing, 'draft' | 'liveVersion'> & {
  readonly draft: string;
  readonly versionNumber: number | null;
  readonly publishedAt: number | null;
};

const SELECT = `SELECT j.id, j.workspace_id AS workspaceId, j.name, j.state, j.draft, j.draft_revision AS draftRevision, j.live_version_id AS liveVersionId,
    j.created_at AS createdAt, j.updated_at AS updatedAt, j.created_by AS createdBy, v.number AS versionNumber, v.published_at AS publishedAt, u.name AS owner
  FROM journey j LEFT JOIN journey_version v ON v.id = j.live_version_id LEFT JOIN \`user\` u ON u.id = j.created_by`;

/** Journeys of a workspace, last changed first. */
export async function list(
  read: Reader,
  workspaceId: number,
  filter: { readonly search?: string | undefined; readonly state?: JourneyState | undefined } = {},
): Promise<readonly Drawing[]> {
  let where = 'j.workspace_id = ?';
  const params: unknown[] = [workspaceId];
  if (filter.search) {
    where += " AND LOWER(j.name) LIKE ? ESCAPE '!'";
    params.push(containing(filter.search));
  }
  if (filter.state) {
    where += ' AND j.state = ?';
    params.push(filter.state);
  }
  return (await read.rows<Stored>(`${SELECT} WHERE ${where} ORDER BY j.updated_at DESC, j.id DESC`, params)).map(
    drawingOf,
  );
}

export async function find(read: Reader, workspaceId: number, id: number): Promise<Drawing | undefined> {
  return (await read.rows<Stored>(`${SELECT} WHERE j.workspace_id = ? AND j.id = ?`, [workspaceId, id])).map(
    drawingOf,
  )[0];
}

/** The same, with the journey's row locked until the end of the transaction. */
export async function lock(tx: Tx, workspaceId: number, id: number): Promise<Drawing | undefined> {
  await tx.rows(`SELECT id FROM journey WHERE workspace_id = ? AND id = ?${tx.dialect.forUpdate}`, [workspaceId, id]);
  return find(tx, workspaceId, id);
}

export async function add(
  tx: Tx,
  own: {
    readonly workspaceId: number;
    readonly draft: JourneyDocument;
    readonly createdBy: number | null;
    readonly now: number;
  },
): Promise<number> {
  const [id] = (await tx.take('journey', 1)) as [number]; // one was asked for
  const { workspaceId, draft, createdBy, now } = own;
  await insertRows(
    tx,
    'journey',
    [
      'id',
      'workspace_id',
      'name',
      'state',
      'draft',
      'draft_revision',
      'live_version_id',
      'revision',
      'created_at',
      'updated_at',
      'created_by',
    ],
    [[id, workspaceId, draft.name, 'draft', JSON.stringify(draft), 1, null, 0, now, now, createdBy]],
  );
  return id;
}

/** Keeps a draft over the revision it was drawn on; answers whether that was still the current one. */
export async function saveDraft(
  tx: Tx,
  own: {
    readonly workspaceId: number;
    readonly id: number;
    readonly draft: JourneyDocument;
    readonly revision: number;
    readonly now: number;
  },
): Promise<boolean> {
  const { affected } = await tx.run(
    'UPDATE journey SET draft = ?, name = ?, draft_revision = draft_revision + 1, updated_at = ? WHERE workspace_id = ? AND id = ? AND draft_revision = ?',
    [JSON.stringify(own.draft), own.draft.name, own.now, own.workspaceId, own.id, own.revision],
  );
  return affected === 1;
}

/** Takes a journey off the list, with its versions. Only for one that nobody is inside of. */
export async function remove(tx: Tx, workspaceId: number, id: number): Promise<void> {
  await tx.run('DELETE FROM entry_timer WHERE workspace_id = ? AND journey_id = ?', [workspaceId, id]);
  await tx.run('DELETE FROM segment_state WHERE workspace_id = ? AND journey_id = ?', [workspaceId, id]);
  await tx.run('DELETE FROM journey WHERE workspace_id = ? AND id = ?', [workspaceId, id]);
}

function drawingOf({ draft, versionNumber, publishedAt, ...row }: Stored): Drawing {
  const { liveVersionId } = row;
  const liveVersion =
    liveVersionId === null || versionNumber === null || publishedAt === null
      ? null
      : { id: liveVersionId, number: versionNumber, publishedAt };
  return { ...row, draft: JSON.parse(draft) as JourneyDocument, liveVersion };
}
