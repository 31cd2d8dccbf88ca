import {
  advance,
  createEngine,
  relevantTypes,
  takeChunk,
  type Courier,
  type Engine,
  type ScriptSandbox,
} from '@sojourn/execution';
import { DAY, HOUR, inBatches, MINUTE, VirtualClock } from '@sojourn/kernel';
import {
  createEventStore,
  createJourneyStore,
  insertInboxMessages,
  journeyRuns,
  type Database,
} from '@sojourn/storage';
import { createMessageCourier } from '../couriers/index.js';
import { publishDocument } from '../journeys/publish-document.js';
import { plugins, programs } from '../plugins/shipped.js';
import { lifeOf, type DemoEvent } from './behaviour.js';
import { clearWorkspace } from './clear-workspace.js';
import { EventQueue } from './event-queue.js';
import { addSecondBatch, layIncentives, redeemNewcomerCoupons } from './incentives.js';
import { itemOf } from './items.js';
import { DEMO_JOURNEYS } from './journeys.js';
import { generatePeople } from './people.js';
import { finishFilling, type Demo } from './state.js';

/** The journeys have been live for so long when the demo opens. */
const LIVE_DAYS = 14;
const BATCH = 1_000;
/** Messages lie in the inbox in the order in which they were written: on the last day that is nearly the order of their time. */
const LAST_DAY_REACH = 2 * HOUR;
/** A visit goes through together: the journeys' shortest wait is half an hour. */
const VISIT = 25 * MINUTE;

export interface FillReport {
  readonly contacts: number;
  readonly events: number;
}

/**
 * Fills the demo workspace with a past: a shop's contacts and events go through ingest and engine as they would have gone
 * live, under a virtual clock that ends at `now`. Old history comes first, then the journeys go live, then the last two weeks.
 */
export async function fillDemo(
  database: Database,
  demo: Demo,
  { now, progress = () => {} }: { readonly now: number; readonly progress?: (share: number) => Promise<void> | void },
): Promise<FillReport> {
  const { workspaceId, seed, contacts } = demo;
  await database.inTransaction((tx) => clearWorkspace(tx, workspaceId));
  const people = generatePeople(seed, contacts, demo.until).filter(({ joinedAt }) => joinedAt < now);
  const events = people.flatMap((person) => lifeOf(seed, person, now)).sort((a, b) => a.at - b.at);
  const liveFrom = now - LIVE_DAYS * DAY;
  const split = events.findIndex(({ at }) => at >= liveFrom);
  const stage = stageOn(database, workspaceId, events[0]?.at ?? now);

  let taken = 0;
  const store = async (batch: readonly DemoEvent[]): Promise<void> => {
    await stage.events.ingest(batch.map((event) => itemOf(workspaceId, event)), stage.clock.now()); // prettier-ignore
    taken += batch.length;
    await progress(taken / events.length);
  };

  for (const batch of inBatches(events.slice(0, split), BATCH)) {
    stage.clock.advanceTo(batch.at(-1)!.at); // batches are not empty
    await store(batch);
    await advance(stage.engine, stage.clock.now());
  }
  stage.clock.advanceTo(liveFrom);
  await goLive(database, demo, liveFrom);

  const queue = new EventQueue(events.slice(split));
  const relevant = relevantTypes(DEMO_JOURNEYS, plugins.catalogue);
  const dueRuns = (until: number) => journeyRuns.dueByUser(database.read, workspaceId, until);
  const parts = { ...stage, batchSize: BATCH, burst: VISIT, relevant, dueRuns, store, progress: () => {} };
  const reach = (): number => (queue.first > now - DAY ? LAST_DAY_REACH : DAY);
  while (!queue.isEmpty) await takeChunk(queue, { ...parts, reach: reach() });
  stage.clock.advanceTo(now);
  await advance(stage.engine, now);

  await database.inTransaction(async (tx) => {
    await redeemNewcomerCoupons(tx, workspaceId);
    await addSecondBatch(tx, workspaceId, contacts);
    await finishFilling(tx, demo);
  });
  return { contacts: people.length, events: events.length };
}

async function goLive(database: Database, { workspaceId, contacts }: Demo, now: number): Promise<void> {
  await database.inTransaction(async (tx) => {
    await layIncentives(tx, workspaceId, contacts, now);
    for (const document of DEMO_JOURNEYS)
      await publishDocument(tx, { workspaceId, document, publishedBy: null, now }, plugins.catalogue);
  });
}

interface Stage {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly events: ReturnType<typeof createEventStore>;
}

function stageOn(database: Database, workspaceId: number, start: number): Stage {
  const clock = new VirtualClock(start);
  const engine = createEngine({
    store: createJourneyStore(database),
    clock,
    programs,
    catalogue: plugins.catalogue,
    sandbox: noScripts,
    couriers: [inboxCourier(database)],
    options: { batchSize: BATCH, logicalTime: true },
  });
  return { engine, clock, events: createEventStore(database) };
}

/** The demo's journeys run no scripts. */
const noScripts: ScriptSandbox = {
  run: () => Promise.reject(new Error('no scripts here')),
  close: () => Promise.resolve(),
};

/** The messages of the inbox, each kept with the moment it was due: under a virtual clock a delivery takes no time. */
function inboxCourier(database: Database): Courier {
  const renderer = import('@sojourn/content').then(({ createRenderer }) => createRenderer());
  let dueAt: ReadonlyMap<string, number> = new Map();
  const courier = createMessageCourier({
    renderer: () => renderer,
    mailServer: () => Promise.resolve(undefined),
    keep: (entries) =>
      insertInboxMessages(database, entries.map((entry) => ({ ...entry, at: dueAt.get(entry.key) ?? entry.at }))), // prettier-ignore
  });
  return {
    kind: 'message',
    deliver(items, now) {
      dueAt = new Map(items.map((item) => [item.key, item.dueAt]));
      return courier.deliver(items, now);
    },
  };
}
