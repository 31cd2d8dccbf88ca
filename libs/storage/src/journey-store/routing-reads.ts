import type {
  ActiveRun,
  EarlierRun,
  RoutingReads,
  RunIdentity,
  SegmentState,
  StoredSubscription,
} from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import type { Condition } from '@sojourn/rules';
import { lockContacts } from '../contacts/lock-contacts.js';
import type { Tx } from '../database/database.js';
import { parseJson, rowsAmong, unique } from '../database/read.js';
import { audience } from './audience.js';
import { versions } from './live-journeys.js';
import { loadFacts } from './load-facts.js';
import { UNDER_WAY } from './state-guard.js';
import { wokenByTime } from './unheard.js';

/** A run with what says when it moves. */
export interface RunUnderWay extends ActiveRun {
  readonly state: 'active' | 'paused';
  readonly dueAt: number | null;
  /** Whether time wakes it, not an event, a receipt or its own arrival: 0 or 1. */
  readonly byTime: number;
}

const COLUMNS =
  'id, version_id AS versionId, journey_id AS journeyId, contact_id AS contactId, entry_key AS `key`, node_id AS nodeId, started_at AS startedAt';

/**
 * What routing and entry timers may ask, answered within their transaction. `known` are active and paused runs read already: all
 * those of its contacts.
 */
export function routingReads(
  tx: Tx,
  known: { readonly contacts: ReadonlySet<number>; readonly runs: readonly ActiveRun[] } = {
    contacts: new Set(),
    runs: [],
  },
): RoutingReads {
  return {
    loadFacts: (wanted, reads, from) => loadFacts(tx, wanted, reads, from),
    versions: (ids) => versions(tx, ids),
    audience: (query) => audience(tx, query),
    activeRuns: (contactIds, journeyIds) => {
      if (journeyIds || !contactIds.every((id) => known.contacts.has(id)))
        return activeRuns(tx, contactIds, journeyIds);
      const asked = new Set(contactIds);
      return Promise.resolve(known.runs.filter(({ contactId }) => asked.has(contactId)));
    },
    subscriptions: (wanted) => subscriptions(tx, wanted),
    earlierRuns: (wanted) => earlierRuns(tx, wanted),
    inside: (wanted) => inside(tx, wanted),
  };
}

async function activeRuns(
  tx: Tx,
  contactIds: readonly number[],
  journeyIds?: readonly number[],
): Promise<readonly ActiveRun[]> {
  if (journeyIds?.length === 0) return [];
  const contacts = unique(contactIds);
  const among = (filter: string, before: readonly unknown[]): Promise<ActiveRun[]> =>
    rowsAmong(
      tx,
      contacts,
      (list) => `SELECT ${COLUMNS} FROM run WHERE ${filter} contact_id IN ${list} AND ${UNDER_WAY} ORDER BY id`,
      before,
    );
  if (journeyIds) {
    const pages: ActiveRun[] = [];
    for (const journeyId of journeyIds) pages.push(...(await among('journey_id = ? AND', [journeyId])));
    return pages;
  }
  const workspaces = await rowsAmong<{ id: number }>(
    tx,
    contacts,
    (list) => `SELECT DISTINCT workspace_id AS id FROM contact WHERE id IN ${list}`,
  );
  const pages: ActiveRun[] = [];
  for (const workspaceId of unique(workspaces.map(({ id }) => id)))
    pages.push(...(await among('workspace_id = ? AND', [workspaceId])));
  return pages;
}

/** Active and paused runs of these contacts, by ascending id. */
export async function runsUnderWay(
  tx: Tx,
  contacts: readonly { readonly contactId: number; readonly workspaceId: number }[],
): Promise<readonly RunUnderWay[]> {
  const pages: RunUnderWay[] = [];
  for (const [workspaceId, group] of groupBy(contacts, (contact) => contact.workspaceId)) {
    const page = await rowsAmong<RunUnderWay>(
      tx,
      group.map(({ contactId }) => contactId),
      (list) =>
        `SELECT ${COLUMNS}, state, due_at AS dueAt, ${wokenByTime('run')} AS byTime FROM run
         WHERE workspace_id = ? AND contact_id IN ${list} AND ${UNDER_WAY}`,
      [workspaceId],
    );
    for (const run of page) pages.push(run);
  }
  return pages.sort((a, b) => a.id - b.id);
}

async function subscriptions(
  tx: Tx,
  wanted: Parameters<RoutingReads['subscriptions']>[0],
): Promise<readonly StoredSubscription[]> {
  const found: StoredSubscription[] = [];
  for (const [event, group] of groupBy(wanted, (item) => item.event)) {
    const rows = await rowsAmong<{ runId: number; contactId: number; subscription: string; filter: string | null }>(
      tx,
      unique(group.map(({ contactId }) => contactId)),
      (list) =>
        `SELECT run_id AS runId, contact_id AS contactId, sub_id AS subscription, filter FROM subscription WHERE contact_id IN ${list} AND event_type = ?`,
      [],
      [event],
    );
    rows.sort((a, b) => a.runId - b.runId || (a.subscription < b.subscription ? -1 : 1));
    for (const { filter, ...row } of rows) found.push({ ...row, event, filter: parseJson<Condition>(filter) });
  }
  return found;
}

async function earlierRuns(tx: Tx, wanted: readonly RunIdentity[]): Promise<readonly EarlierRun[]> {
  await lockContacts(tx, wanted.map(({ contactId }) => contactId)); // prettier-ignore
  const found: EarlierRun[] = [];
  for (const [journeyId, group] of groupBy(wanted, (identity) => identity.journeyId)) {
    const asked = new Set(group.map(({ contactId, key }) => `${contactId}:${key}`));
    const rows = await rowsAmong<{ contactId: number; key: string; startedAt: number; underWay: number }>(
      tx,
      unique(group.map(({ contactId }) => contactId)),
      (list) =>
        `SELECT contact_id AS contactId, entry_key AS \`key\`, MAX(started_at) AS startedAt, SUM(CASE WHEN state = 'ended' THEN 0 ELSE 1 END) AS underWay
         FROM run WHERE journey_id = ? AND contact_id IN ${list} GROUP BY contact_id, entry_key`,
      [journeyId],
    );
    for (const row of rows)
      if (asked.has(`${row.contactId}:${row.key}`)) found.push({ ...row, journeyId, underWay: Number(row.underWay) });
  }
  return found;
}

async function inside(tx: Tx, wanted: readonly SegmentState[]): Promise<readonly SegmentState[]> {
  const found: SegmentState[] = [];
  for (const group of groupBy(wanted, ({ journeyId, entryId }) => `${journeyId}:${entryId}`).values()) {
    const { journeyId, entryId } = group[0]!; // groupBy makes no empty groups
    const rows = await rowsAmong<{ contactId: number }>(
      tx,
      unique(group.map(({ contactId }) => contactId)),
      (list) =>
        `SELECT contact_id AS contactId FROM segment_state WHERE journey_id = ? AND entry_id = ? AND contact_id IN ${list}`,
      [journeyId, entryId],
    );
    for (const { contactId } of rows) found.push({ journeyId, entryId, contactId });
  }
  return found;
}
