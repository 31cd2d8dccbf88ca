import type { JourneyStore } from '@sojourn/execution';
import type { Database } from '../database/database.js';
import { claimRuns, releaseClaims } from './claim-runs.js';
import { commit } from './commit.js';
import { fireEntryTimers } from './entry-timers.js';
import { laneWork } from './lane-work.js';
import { liveJourneys, versions } from './live-journeys.js';
import { loadEvents, loadFacts } from './load-facts.js';
import { nextDueAt } from './next-due-at.js';
import { createShardStore } from '../shards/index.js';
import { claimOutbox, redeliverWhereDeduped, settleOutbox, type Redelivery } from '../outbox/batch.js';
import { quarantine } from './quarantine.js';
import { routeSignals } from './route-signals.js';
import { settle } from './settle.js';
import { workAt } from './work-at.js';

export interface JourneyStoreOptions {
  /** What may be sent again when the worker that was sending it is gone; by default what the other side dedupes. */
  readonly mayRedeliver?: Redelivery;
}

/** The engine's database port over SQLite or MySQL: one verb, one file. */
export function createJourneyStore(
  database: Database,
  { mayRedeliver = redeliverWhereDeduped }: JourneyStoreOptions = {},
): JourneyStore {
  const { read } = database;
  return {
    liveJourneys: (afterRevision) => liveJourneys(read, afterRevision),
    versions: (ids) => versions(read, ids),
    shards: createShardStore(database),
    laneWork: (leases) => laneWork(read, leases),
    routeSignals: (take, route) => routeSignals(database, take, route),
    nextDueAt: () => nextDueAt(read),
    workAt: (now) => workAt(read, now),
    claimRuns: (claim) => claimRuns(read, claim),
    releaseClaims: () => releaseClaims(database),
    loadFacts: (wanted, reads, from) => loadFacts(read, wanted, reads, from),
    loadEvents: (ids) => loadEvents(read, ids),
    settle: (asks, now) => settle(database, asks, now),
    commit: (steps) => commit(database, steps),
    quarantine: (runs) => quarantine(database, runs),
    fireEntryTimers: (due, fire) => fireEntryTimers(database, due, fire),
    claimOutbox: (claim) => claimOutbox(database, claim, mayRedeliver),
    settleOutbox: (results) => settleOutbox(database, results),
  };
}
