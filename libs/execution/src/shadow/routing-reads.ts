import { evaluate } from '@sojourn/rules';
import type { RoutingReads } from '../ports.js';
import type { AudienceMember, AudienceQuery, EarlierRun, RunIdentity, StoredSubscription } from '../records.js';
import { historyFacts, loadFacts } from './facts.js';
import type { ShadowRun } from './rows.js';
import { isUnderWay, type ShadowTables } from './tables.js';

/** What routing and entry timers may ask. */
export function routingReads(tables: ShadowTables): RoutingReads {
  const runsOf = (contactId: number): readonly ShadowRun[] => tables.contacts.get(contactId)?.runs ?? [];
  return {
    loadFacts: async (wanted, reads) => loadFacts(tables, wanted, reads),
    versions: async (ids) => versions(tables, ids),
    audience: async (query) => audience(tables, query),
    activeRuns: async (contactIds, journeyIds) =>
      [...new Set(contactIds)]
        .flatMap((id) => runsOf(id))
        .filter((run) => isUnderWay(run) && (!journeyIds || journeyIds.includes(run.journeyId)))
        .sort((a, b) => a.id - b.id)
        .map(({ id, versionId, journeyId, contactId, key, nodeId, startedAt }) => ({
          ...{ id, versionId, journeyId, contactId, key, nodeId, startedAt },
        })),
    subscriptions: async (wanted) => wanted.flatMap(({ contactId, event }) => subscribed(runsOf(contactId), event)),
    earlierRuns: async (wanted) => wanted.flatMap((identity) => earlier(runsOf(identity.contactId), identity)),
    inside: async (wanted) =>
      wanted.filter(({ journeyId, entryId, contactId }) => tables.insideOf(journeyId, entryId).has(contactId)),
  };
}

export function versions(tables: ShadowTables, ids: readonly number[]): Awaited<ReturnType<RoutingReads['versions']>> {
  return ids.flatMap((id) => tables.versions.get(id) ?? []);
}

function subscribed(runs: readonly ShadowRun[], event: string): StoredSubscription[] {
  return runs.flatMap(({ subscriptions }) => subscriptions.filter((one) => one.event === event).sort(bySubscription));
}

function bySubscription(a: StoredSubscription, b: StoredSubscription): number {
  return a.subscription < b.subscription ? -1 : 1;
}

/** Runs in quarantine count as under way. */
function earlier(runs: readonly ShadowRun[], identity: RunIdentity): EarlierRun[] {
  const own = runs.filter((run) => run.journeyId === identity.journeyId && run.key === identity.key);
  if (own.length === 0) return [];
  const startedAt = Math.max(...own.map((run) => run.startedAt));
  return [{ ...identity, startedAt, underWay: own.filter(({ state }) => state !== 'ended').length }];
}

/** One page of contacts that meet a condition, by ascending id: they stand in that order. */
function audience(tables: ShadowTables, query: AudienceQuery): AudienceMember[] {
  const { workspaceId, condition, now, afterContactId, limit, segment } = query;
  const page: AudienceMember[] = [];
  for (const contact of tables.contacts.values()) {
    if (page.length === limit) break;
    if (contact.id <= afterContactId || contact.workspaceId !== workspaceId) continue;
    if (segment && tables.insideOf(segment.journeyId, segment.entryId).has(contact.id) !== segment.inside) continue;
    if (!condition || evaluate(condition, historyFacts(contact, now))) page.push({ contactId: contact.id });
  }
  return page;
}
