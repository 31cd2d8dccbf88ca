import type { Reader } from '../database/database.js';

export interface EdgeTotal {
  readonly versionId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly outcome: string;
  readonly n: number;
}

/** One statement over what is summed and what is not yet: whatever a squash does meanwhile, each count is there once. */
const totals = (count: string, delta: string): string =>
  `SELECT versionId, journeyId, nodeId, outcome, SUM(n) AS n FROM (${count} UNION ALL ${delta}) e GROUP BY versionId, journeyId, nodeId, outcome`;
const COLUMNS = 'e.version_id AS versionId, v.journey_id AS journeyId, e.node_id AS nodeId, e.outcome, e.n';

const ofOne = (table: string): string =>
  `SELECT ${COLUMNS} FROM ${table} e JOIN journey_version v ON v.id = e.version_id WHERE e.version_id = ? AND e.workspace_id = ?`;
const OF_VERSION = totals(ofOne('edge_count'), ofOne('edge_delta'));

const ofAll = (table: string): string =>
  `SELECT ${COLUMNS} FROM journey_version v JOIN ${table} e ON e.version_id = v.id AND e.node_id = 'entry' WHERE v.workspace_id = ?`;
const OF_ENTRIES = totals(ofAll('edge_count'), ofAll('edge_delta'));

/** Everything counted of one version: see EdgeCounts for the outcomes that are not drawn. */
export async function ofVersion(read: Reader, workspaceId: number, versionId: number): Promise<readonly EdgeTotal[]> {
  return read.rows(OF_VERSION, [versionId, workspaceId, versionId, workspaceId]);
}

/** Admissions and ends of every version of every journey: what a list of journeys shows. */
export async function ofEntries(read: Reader, workspaceId: number): Promise<readonly EdgeTotal[]> {
  return read.rows(OF_ENTRIES, [workspaceId, workspaceId]);
}
