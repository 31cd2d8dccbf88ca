import type { Reader } from '../database/database.js';

export interface EdgeTotal {
  readonly versionId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly outcome: string;
  readonly n: number;
}

const FROM = 'edge_count e JOIN journey_version v ON v.id = e.version_id';
const COLUMNS = 'e.version_id AS versionId, v.journey_id AS journeyId, e.node_id AS nodeId, e.outcome, e.n';

/** Everything counted of one version: see EdgeCounts for the outcomes that are not drawn. */
export async function ofVersion(read: Reader, workspaceId: number, versionId: number): Promise<readonly EdgeTotal[]> {
  return read.rows(`SELECT ${COLUMNS} FROM ${FROM} WHERE e.version_id = ? AND e.workspace_id = ?`, [
    versionId,
    workspaceId,
  ]);
}

/** Admissions and ends of every version of every journey: what a list of journeys shows. */
export async function ofEntries(read: Reader, workspaceId: number): Promise<readonly EdgeTotal[]> {
  return read.rows(`SELECT ${COLUMNS} FROM ${FROM} WHERE v.workspace_id = ? AND e.node_id = 'entry'`, [workspaceId]);
}
