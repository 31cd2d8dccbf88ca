import type { Database, Reader, Tx } from '../database/database.js';
import { displayName, containing } from '../views/names.js';

export interface ParkedLine {
  readonly id: number;
  readonly journeyId: number;
  /** Null: the journey was deleted. */
  readonly journeyName: string | null;
  readonly versionId: number;
  readonly version: number | null;
  readonly contactId: number;
  readonly contactName: string | null;
  readonly nodeId: string;
  /** When it was parked. */
  readonly since: number;
  readonly reason: string;
}

export interface ParkedFilter {
  readonly workspaceId: number;
  readonly journeyId?: number | undefined;
  /** Only with a journey. */
  readonly nodeId?: string | undefined;
  readonly runId?: number | undefined;
  /** Part of the contact's name, e-mail or phone, or the whole external id. */
  readonly search?: string | undefined;
}

/** Runs in quarantine, last parked first, after one by its moment and id. */
export async function page(
  read: Reader,
  query: ParkedFilter & {
    readonly before?: { readonly at: number; readonly id: number } | undefined;
    readonly limit: number;
  },
): Promise<readonly ParkedLine[]> {
  const { from, where, params } = filterOf(read, query);
  const { at, id } = query.before ?? { at: Number.MAX_SAFE_INTEGER, id: 0 };
  return read.rows(
    `SELECT p.run_id AS id, p.journey_id AS journeyId, j.name AS journeyName, p.version_id AS versionId, v.number AS version,
       r.contact_id AS contactId, ${displayName('c')} AS contactName, p.node_id AS nodeId, p.at AS since, p.reason
     FROM ${from} LEFT JOIN journey j ON j.id = p.journey_id LEFT JOIN journey_version v ON v.id = p.version_id
     WHERE ${where} AND p.at <= ? AND (p.at < ? OR p.run_id < ?) ORDER BY p.at DESC, p.run_id DESC LIMIT ?`,
    [...params, at, at, id, query.limit],
  );
}

export async function count(read: Reader, filter: ParkedFilter): Promise<number> {
  const { from, where, params } = filterOf(read, filter, filter.search === undefined);
  return (await read.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${from} WHERE ${where}`, params))[0]?.n ?? 0;
}

/** How many are parked at each node of a journey, whatever their version. */
export async function byNode(
  read: Reader,
  workspaceId: number,
  journeyId: number,
): Promise<readonly { readonly nodeId: string; readonly n: number }[]> {
  return read.rows(
    'SELECT node_id AS nodeId, COUNT(*) AS n FROM parked WHERE workspace_id = ? AND journey_id = ? GROUP BY node_id',
    [workspaceId, journeyId],
  );
}

/** How many are parked in each journey that has any, most first. */
export async function byJourney(
  read: Reader,
  workspaceId: number,
): Promise<readonly { readonly journeyId: number; readonly name: string | null; readonly n: number }[]> {
  return read.rows(
    `SELECT p.journey_id AS journeyId, j.name, p.n FROM
       (SELECT journey_id, COUNT(*) AS n FROM parked WHERE workspace_id = ? GROUP BY journey_id) p
     LEFT JOIN journey j ON j.id = p.journey_id ORDER BY p.n DESC, p.journey_id`,
    [workspaceId],
  );
}

/**
 * Lists the runs that an engine of the release before this one parked beside ours: it knew of no list. Answers how many.
 * Cheap while few are in quarantine; once per start is enough.
 */
export async function adoptParked(database: Database): Promise<number> {
  const missing = `FROM run r WHERE r.state = 'quarantined' AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.run_id = r.id)`;
  const [one] = await database.read.rows(`SELECT r.id ${missing} LIMIT 1`);
  if (!one) return 0;
  return database.inTransaction(async (tx) => list(tx, missing));
}

async function list(tx: Tx, missing: string): Promise<number> {
  const { affected } = await tx.run(
    `INSERT INTO parked (run_id, workspace_id, journey_id, version_id, node_id, at, reason)
     SELECT r.id, r.workspace_id, r.journey_id, r.version_id, r.node_id, r.arrived_at, COALESCE(r.end_detail, '') ${missing}`,
  );
  return affected;
}

function filterOf(
  { dialect }: Reader,
  { workspaceId, journeyId, nodeId, runId, search }: ParkedFilter,
  alone = false,
): { readonly from: string; readonly where: string; readonly params: unknown[] } {
  let where = 'p.workspace_id = ?';
  const params: unknown[] = [workspaceId];
  const also = (condition: string, ...values: unknown[]): void => {
    where += ` AND ${condition}`;
    params.push(...values);
  };
  if (journeyId !== undefined) also('p.journey_id = ?', journeyId);
  if (journeyId !== undefined && nodeId !== undefined) also('p.node_id = ?', nodeId);
  if (runId !== undefined) also('p.run_id = ?', runId);
  if (search) {
    const some = containing(search);
    also(
      "(LOWER(c.name) LIKE ? ESCAPE '!' OR LOWER(c.email) LIKE ? ESCAPE '!' OR c.phone LIKE ? ESCAPE '!' OR c.external_id = ?)",
      some,
      some,
      some,
      search,
    );
  }
  const index = journeyId === undefined ? 'workspace' : nodeId === undefined ? 'journey' : 'node';
  // Without statistics (a table that is mostly empty) MySQL may choose an index that it then has to sort.
  const hint = dialect.name === 'mysql' && runId === undefined ? ` FORCE INDEX (ix_parked_${index})` : '';
  const from = `parked p${hint}${alone ? '' : ' JOIN run r ON r.id = p.run_id LEFT JOIN contact c ON c.id = r.contact_id'}`;
  return { from, where, params };
}
