import type { JourneyDocument } from '@sojourn/journey';
import type { Reader, Tx } from '../database/database.js';
import { ascending, rowsAmong } from '../database/read.js';
import { insertRows } from '../database/write.js';
import type { JourneyState } from '../entities/rows.js';

export interface Version {
  readonly id: number;
  readonly number: number;
  readonly document: JourneyDocument;
  readonly publishedAt: number;
  readonly publishedBy: string | null;
}

const SELECT = `SELECT v.id, v.number, v.document, v.published_at AS publishedAt, u.name AS publishedBy
  FROM journey_version v LEFT JOIN \`user\` u ON u.id = v.published_by`;

/** Newest first. */
export async function list(read: Reader, workspaceId: number, journeyId: number): Promise<readonly Version[]> {
  return (
    await read.rows<StoredVersion>(`${SELECT} WHERE v.workspace_id = ? AND v.journey_id = ? ORDER BY v.number DESC`, [
      workspaceId,
      journeyId,
    ])
  ).map(versionOf);
}

export async function byNumber(
  read: Reader,
  workspaceId: number,
  journeyId: number,
  number: number,
): Promise<Version | undefined> {
  return (
    await read.rows<StoredVersion>(`${SELECT} WHERE v.workspace_id = ? AND v.journey_id = ? AND v.number = ?`, [
      workspaceId,
      journeyId,
      number,
    ])
  ).map(versionOf)[0];
}

export async function byId(read: Reader, workspaceId: number, id: number): Promise<Version | undefined> {
  return (await read.rows<StoredVersion>(`${SELECT} WHERE v.workspace_id = ? AND v.id = ?`, [workspaceId, id])).map(
    versionOf,
  )[0];
}

/** The documents that these runs stand on, each once. */
export async function ofRuns(
  read: Reader,
  workspaceId: number,
  runIds: readonly number[],
): Promise<readonly JourneyDocument[]> {
  const versions = await rowsAmong<{ id: number }>(
    read,
    ascending(runIds),
    (list) => `SELECT DISTINCT version_id AS id FROM run WHERE id IN ${list} AND workspace_id = ?`,
    [],
    [workspaceId],
  );
  const rows = await rowsAmong<{ document: string }>(
    read,
    ascending(versions.map(({ id }) => id)),
    (list) => `SELECT document FROM journey_version WHERE id IN ${list}`,
  );
  return rows.map(({ document }) => JSON.parse(document) as JourneyDocument);
}

/** Keeps a document for ever under the journey's next number. The journey's row must be locked. */
export async function add(
  tx: Tx,
  own: {
    readonly workspaceId: number;
    readonly journeyId: number;
    readonly document: JourneyDocument;
    readonly publishedBy: number | null;
    readonly now: number;
  },
): Promise<{ readonly id: number; readonly number: number }> {
  const [last] = await tx.rows<{ n: number | null }>(
    'SELECT MAX(number) AS n FROM journey_version WHERE journey_id = ?',
    [own.journeyId],
  );
  const number = (last?.n ?? 0) + 1;
  const [id] = (await tx.take('journey_version', 1)) as [number]; // one was asked for
  await insertRows(
    tx,
    'journey_version',
    ['id', 'workspace_id', 'journey_id', 'number', 'document', 'published_at', 'published_by'],
    [[id, own.workspaceId, own.journeyId, number, JSON.stringify(own.document), own.now, own.publishedBy]],
  );
  return { id, number };
}

/** Changes what engines must hear of: the state, and with a new version the version that admits. */
export async function announce(
  tx: Tx,
  own: {
    readonly workspaceId: number;
    readonly journeyId: number;
    readonly state: JourneyState;
    readonly versionId?: number;
    readonly now: number;
  },
): Promise<void> {
  const revision = await nextRevision(tx);
  const version = own.versionId === undefined ? '' : ', live_version_id = ?';
  await tx.run(
    `UPDATE journey SET state = ?, revision = ?, updated_at = ?${version} WHERE workspace_id = ? AND id = ?`,
    [
      own.state,
      revision,
      own.now,
      ...(own.versionId === undefined ? [] : [own.versionId]),
      own.workspaceId,
      own.journeyId,
    ],
  );
}

/**
 * The counter's row stays locked until the commit, so revisions become visible in their order: an engine that saw one has
 * seen all before it.
 */
async function nextRevision(tx: Tx): Promise<number> {
  const kind = 'journey-revision';
  await insertRows(tx, 'id_block', ['kind', 'next'], [[kind, 0]], 'ignore');
  await tx.run('UPDATE id_block SET next = next + 1 WHERE kind = ?', [kind]);
  const [row] = await tx.rows<{ next: number }>('SELECT next FROM id_block WHERE kind = ?', [kind]);
  return row!.next; // inserted above at the latest
}

type StoredVersion = Omit<Version, 'document'> & { readonly document: string };

function versionOf({ document, ...row }: StoredVersion): Version {
  return { ...row, document: JSON.parse(document) as JourneyDocument };
}
