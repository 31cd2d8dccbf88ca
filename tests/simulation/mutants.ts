import type { JourneyStore, StepResult } from '@sojourn/execution';
import type { Shadow } from '@sojourn/execution/shadow';
import type { World } from './world.js';

/** An engine's store with one known mistake, and the properties of which one at least must see it. */
export interface Mutant {
  readonly mistake: string;
  readonly build: (store: JourneyStore, shadow: Shadow) => JourneyStore;
  /** A world where it shows, when chance would take long to find one. */
  readonly shows?: World;
}

/**
 * Two contacts have something due while a third comes in and, by a slow clock, did what it is about to wait for just before:
 * with one run moved at a time, that event is routed before the wait begins.
 */
const WAITED_TOO_LATE: World = {
  contacts: Array.from({ length: 3 }, () => ({ zone: null, poisonous: false, born: null, n: 1 })),
  journeys: [
    { entries: [{ by: 'event', event: 'visit', first: false, keyed: false, filtered: false }], again: 'always', exits: [], steps: [{ do: 'wait', hours: 1, back: null, ways: [] }] },
    { entries: [{ by: 'event', event: 'go', first: false, keyed: false, filtered: false }], again: 'always', exits: [], steps: [{ do: 'event', events: ['order'], filtered: false, timeout: null, lookBack: null, ways: [] }] },
  ],
  life: [
    { after: 1, asleep: false, happenings: [1, 2].map((who) => ({ who, what: 'event', event: 'visit', n: 1, late: 0, skewed: false })), meanwhile: [] },
    { after: 2, asleep: true, happenings: [false, true].map((skewed) => ({ who: 0, what: 'event', event: skewed ? 'order' : 'go', n: 1, late: 0, skewed })), meanwhile: [] },
  ],
  slowClocks: true,
  codes: 'ample',
  codesEach: 0,
}; // prettier-ignore

type Commit = JourneyStore['commit'];

/** Mistakes that engines of this kind make. A simulation that finds none of them finds nothing. */
export const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'a commit looks neither at the fence nor at who owns the shard',
    build: (store, { tables, shards }) => ({
      ...store,
      commit: async (steps) => {
        const epochs = new Map((await shards.owners()).map(({ shard, epoch }) => [shard, epoch]));
        return store.commit(steps.map((step) => ({ ...step, run: { ...step.run, fence: tables.runs.get(step.run.id)?.fence ?? 0, epoch: epochs.get(step.run.shard) ?? 0 } }))); // prettier-ignore
      },
    }),
  },
  {
    mistake: 'effects are written before the fence is looked at',
    build: (store, { tables }) => ({
      ...store,
      commit: async (steps) => {
        for (const { run, at, effects } of steps)
          for (const { effect } of effects)
            if (effect.kind === 'track') tables.contacts.get(run.contactId)?.events.push(strayEvent(tables, run, effect, at)); // prettier-ignore
        return store.commit(steps.map((step) => ({ ...step, effects: step.effects.filter(({ effect }) => effect.kind !== 'track') }))); // prettier-ignore
      },
    }),
  },
  {
    mistake: 'a wait that begins does not look back at events that were routed meanwhile',
    build: (store) => ({ ...store, commit: onSteps(store.commit, (step) => ({ ...step, knownEventId: Infinity })) }),
    shows: WAITED_TOO_LATE,
  },
  {
    mistake: 'routing an event takes all other events of the contact along',
    build: (store, { tables }) => ({
      ...store,
      routeSignals: (take, route) =>
        store.routeSignals(take, async (signals, read) => {
          for (const { contactId } of signals)
            for (const { id } of tables.contacts.get(contactId)?.signals.splice(1) ?? []) tables.signals.delete(id);
          return route(signals, read);
        }),
    }),
  },
  {
    mistake: 'an event stays in the queue when a process stops after routing it',
    build: (store, { tables }) => ({
      ...store,
      routeSignals: async (take, route) => {
        let kept: readonly number[] = [];
        const routed = await store.routeSignals(take, (signals, read) => {
          kept = signals.filter(({ event }) => event.properties['n'] === 2).map(({ id }) => id);
          return route(signals, read);
        });
        for (const id of kept) putBackOnce(tables, id);
        return routed;
      },
    }),
  },
  {
    mistake: 'time goes before what the contact did at the same moment',
    build: (store) => ({
      ...store,
      claimRuns: (claim) =>
        store.claimRuns({ ...claim, lanes: claim.lanes.map((lane) => ({ ...lane, signals: false })) }),
      laneWork: async (leases) => (await store.laneWork(leases)).map((lane) => (lane.dueAt === null ? lane : { ...lane, signals: false })), // prettier-ignore
    }),
  },
  {
    mistake: 'a wait ends a second early',
    build: (store) => ({
      ...store,
      commit: onSteps(store.commit, (step) =>
        step.next.state === 'waiting' && step.next.dueAt !== null && step.next.pending.kind === 'timer'
          ? { ...step, next: { ...step.next, dueAt: step.next.dueAt - 1_000 } }
          : step,
      ),
    }),
  },
  {
    mistake: 'a receipt comes twice',
    build: (store, { tables }) => ({
      ...store,
      commit: async (steps) => {
        const done = await store.commit(steps);
        for (const { run } of steps) {
          const now = tables.runs.get(run.id);
          if (run.pending.kind === 'receipt' && now?.state === 'active') tables.change(now, { pending: run.pending, dueAt: run.dueAt }); // prettier-ignore
        }
        return done;
      },
    }),
  },
  {
    mistake: 'an ask forgets its first answer',
    build: (store, { tables }) => ({
      ...store,
      settle: (asks, now) => {
        tables.asks.clear();
        return store.settle(asks, now);
      },
    }),
  },
  {
    mistake: 'a poisoned run takes the batch along',
    build: (store, { tables }) => ({
      ...store,
      quarantine: (runs) => {
        const others = [...tables.runs.values()].filter(({ state, dueAt }) => state === 'active' && dueAt !== null);
        return store.quarantine([...runs, ...others.slice(0, 3).map(({ id, fence }) => ({ id, fence, at: 0, reason: 'with the batch' }))]); // prettier-ignore
      },
    }),
  },
  {
    mistake: 'whoever was here before is forgotten',
    build: (store) => ({
      ...store,
      routeSignals: (take, route) =>
        store.routeSignals(take, (signals, read) => route(signals, { ...read, earlierRuns: async () => [] })),
    }),
  },
  {
    mistake: 'an event that wakes a run does not end it',
    build: (store) => ({
      ...store,
      routeSignals: (take, route) =>
        store.routeSignals(take, async (signals, read) => ({ ...(await route(signals, read)), end: [] })),
    }),
  },
  {
    mistake: 'edges are counted when a commit is tried, not when it is kept',
    build: (store, { tables }) => ({
      ...store,
      commit: async (steps) => {
        const { fencedOut, ...done } = await store.commit(steps);
        for (const { run, trace } of steps.filter((step) => fencedOut.includes(step.run.id)))
          for (const { nodeId, outcome } of trace) if (outcome !== null) tables.count(run.versionId, nodeId, outcome);
        return { fencedOut, ...done };
      },
    }),
  },
  {
    mistake: 'a delivery under way is not marked, so that others take it too',
    build: (store, { tables }) => ({
      ...store,
      claimOutbox: async (claim) => {
        const items = await store.claimOutbox(claim);
        for (const { id } of items) {
          const row = tables.outbox.get(id);
          if (row) tables.changeOutbox(row, { state: 'sending', attempt: row.attempt - 1, dueAt: claim.now });
        }
        return items;
      },
    }),
  },
  {
    mistake: 'a batch that another worker took over is dropped, and with it its runs',
    build: (store, { tables }) => ({
      ...store,
      commit: async (steps) => {
        const done = await store.commit(steps);
        for (const id of done.fencedOut) {
          const run = tables.runs.get(id);
          if (run?.state === 'active') tables.change(run, { dueAt: null });
        }
        return done;
      },
    }),
  },
];

function onSteps(commit: Commit, change: (step: StepResult) => StepResult): Commit {
  return (steps) => commit(steps.map(change));
}

const putBack = new WeakMap<Shadow['tables'], Set<number>>();
function putBackOnce(tables: Shadow['tables'], id: number): void {
  const before = putBack.get(tables) ?? new Set();
  putBack.set(tables, before);
  const event = tables.events.get(id);
  if (!event || before.has(id)) return;
  before.add(id);
  tables.signals.set(id, event);
  tables.contacts.get(event.contactId)?.signals.unshift(event);
}

function strayEvent(
  tables: Shadow['tables'],
  { contactId }: StepResult['run'],
  { event: type, properties }: { readonly event: string; readonly properties: StepResult['run']['variables'] },
  at: number,
) {
  const event = { id: tables.nextId('event'), type, properties, contactId, occurredAt: at, receivedAt: at };
  tables.events.set(event.id, event);
  return event;
}
