import type { JourneyDocument, NodeCatalogue } from '@sojourn/journey';
import type { JourneyStore, RoutingReads, ShardLease } from '../ports.js';
import type { EntryTimer, FiredTimer, Routed } from '../records.js';
import { claimRuns } from './claim.js';
import { commit } from './commit.js';
import { dueTimers, moveTimers } from './entry-timers.js';
import { loadFacts } from './facts.js';
import { addContact, eraseContact, happen, patchContact, type NewContact, type NewShadowEvent } from './happen.js';
import { liveJourneys } from './journeys.js';
import { claimOutbox, redeliverWhereDeduped, releaseDeliveries, settleOutbox, type Redelivery } from './outbox.js';
import type { ContactPatch } from './patch.js';
import { publish } from './publish.js';
import { quarantine } from './quarantine.js';
import { routeSignals } from './route-signals.js';
import { routingReads, versions } from './routing-reads.js';
import type { ShadowCollection, ShadowPool } from './rows.js';
import { settle } from './settle.js';
import { ShadowShards } from './shards.js';
import { ShadowTables } from './tables.js';
import { laneWork, nextDueAt, workAt } from './work.js';
import { admitRuns, moveSegments } from './write-routing.js';

export interface ShadowOptions {
  /** Shards of contacts; default 1, as in a database of one process. */
  readonly shards?: number;
  /** The shadow database's clock for leases, milliseconds; default one that stands still. */
  readonly leaseClock?: () => number;
  readonly mayRedeliver?: Redelivery;
}

/**
 * A database of journeys in memory, with the same verbs and the same promises as the one on disk: what the engine does
 * with real contacts it does here with shadows, under a clock of its own, and nobody is touched.
 *
 *     const shadow = new Shadow();
 *     const { id } = shadow.addContact({ workspaceId: 1, externalId: 'ana' });
 *     shadow.publish(1, document, catalogue, clock.now());
 *     const engine = createEngine({ store: shadow.store, catalogue, programs, sandbox, couriers: [], clock });
 *     shadow.happen({ contactId: id, type: 'order', properties: {}, occurredAt: clock.now(), receivedAt: clock.now() });
 *     await advance(engine, clock.now());
 *     shadow.tables.traces; // where she went, and why
 */
export class Shadow {
  readonly tables: ShadowTables;
  readonly shards: ShadowShards;
  readonly store: JourneyStore;

  constructor({ shards = 1, leaseClock = () => 0, mayRedeliver = redeliverWhereDeduped }: ShadowOptions = {}) {
    this.tables = new ShadowTables(shards);
    this.shards = new ShadowShards(shards, leaseClock);
    this.store = storeOf(this.tables, this.shards, mayRedeliver);
  }

  // ── what people do ────────────────────────────────────────────────────────────────────────────────────────
  /** Answers the contact's id. */
  addContact(fresh: NewContact): number {
    return addContact(this.tables, fresh).id;
  }
  /** Something happened to a contact; answers the event's id, undefined when nobody knows the contact. */
  happen(event: NewShadowEvent): number | undefined {
    return happen(this.tables, event)?.id;
  }
  /** Answers whether anything really changed. */
  patchContact(contactId: number, patch: ContactPatch, at: number): boolean {
    return patchContact(this.tables, contactId, patch, at);
  }
  eraseContact(contactId: number): void {
    eraseContact(this.tables, contactId);
  }

  // ── what marketers do ─────────────────────────────────────────────────────────────────────────────────────
  /** Makes a document live as a new journey; answers the journey's id. Throws `journey.invalid` when it cannot run. */
  publish(workspaceId: number, document: JourneyDocument, catalogue: NodeCatalogue, now: number): number {
    return publish(this.tables, workspaceId, document, catalogue, now);
  }
  addPool(pool: Omit<ShadowPool, 'id' | 'issued'>): number {
    const id = this.tables.nextId('coupon_pool');
    this.tables.pools.set(id, { ...pool, id, issued: [] });
    return id;
  }
  addCollection(collection: Omit<ShadowCollection, 'id' | 'minted'>): number {
    const id = this.tables.nextId('collection');
    this.tables.collections.set(id, { ...collection, id, minted: [] });
    return id;
  }
}

function storeOf(tables: ShadowTables, shards: ShadowShards, mayRedeliver: Redelivery): JourneyStore {
  const stands = (lease: ShardLease): boolean => shards.stands(lease);
  const alone = mutex();
  return {
    liveJourneys: async (afterRevision) => liveJourneys(tables, afterRevision),
    versions: async (ids) => versions(tables, ids),
    shards,
    routeSignals: (ask, route) => alone(() => routeSignals(tables, ask, route, stands)),
    releaseClaims: async () => releaseDeliveries(tables),
    nextDueAt: async () => nextDueAt(tables),
    workAt: async (now) => workAt(tables, now),
    laneWork: async (leases) => laneWork(tables, leases),
    claimRuns: async (claim) => claimRuns(tables, claim),
    loadFacts: async (wanted, reads) => loadFacts(tables, wanted, reads),
    loadEvents: async (ids) => new Map(ids.flatMap((id) => {
      const event = tables.events.get(id);
      return event ? [[id, event]] : [];
    })), // prettier-ignore
    settle: async (asks, now) => settle(tables, asks, now, stands),
    commit: async (steps) => commit(tables, steps, stands),
    quarantine: async (runs) => quarantine(tables, runs),
    fireEntryTimers: (due, fire) => alone(() => fireEntryTimers(tables, due, fire)),
    claimOutbox: async (claim) => claimOutbox(tables, claim, mayRedeliver),
    settleOutbox: async (results) => settleOutbox(tables, results),
  };
}

async function fireEntryTimers(
  tables: ShadowTables,
  { now, limit }: { readonly now: number; readonly limit: number },
  fire: (timers: readonly EntryTimer[], read: RoutingReads) => Promise<readonly FiredTimer[]>,
): Promise<Routed> {
  const timers = dueTimers(tables, now, limit);
  if (timers.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0 };
  const fired = await fire(timers, routingReads(tables));
  const admitted = admitRuns(tables, fired.flatMap(({ admit }) => admit)); // prettier-ignore
  for (const { enterSegment, leaveSegment } of fired) moveSegments(tables, enterSegment, leaveSegment);
  moveTimers(tables, fired);
  return { signals: timers.length, admitted, woken: 0, ended: 0 };
}

/** One transaction that asks its caller in the middle at a time, as in a database with one writer. */
function mutex() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
