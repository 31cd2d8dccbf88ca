import { groupBy } from '@sojourn/kernel';
import { emptyReads, evaluate, mergeReads, readsOf, type Facts, type Reads } from '@sojourn/rules';
import { admitted, type AdmissionRequest } from './admissions.js';
import { nextDate } from './date-entries.js';
import { keyOf, lets } from './event-entries.js';
import { endedBy, exitReads } from './exits.js';
import { factsAt } from './facts.js';
import { CONTACT_UPDATED } from './ports.js';
import type { ActiveRun, ContactFacts, Routing, RoutingReads, RunEnd, Signal, StoredSubscription } from './ports.js';
import type { JourneyRegistry } from './registry.js';
import { segmentMoves, stateOf, type SegmentLook } from './segment-entries.js';

/**
 * What a batch of events does to journeys: exits first, then waits, then entries, so that one purchase may end
 * a rescue and begin a thank-you. At most one signal per contact: a later one sees what an earlier one changed.
 */
export async function route(
  signals: readonly Signal[],
  registry: JourneyRegistry,
  read: RoutingReads,
): Promise<Routing> {
  const scene = await look(signals, registry, read);
  const end = signals.flatMap((signal) => exitsOf(signal, scene));
  const ended = new Set(end.map(({ runId }) => runId));
  const wake = signals.flatMap((signal) => wakesOf(signal, scene, ended));

  const moves = await segmentMoves(signals.flatMap((signal) => segmentLooks(signal, scene, registry)), read); // prettier-ignore
  const requests = [
    ...signals.flatMap((signal) => eventRequests(signal, scene, registry)),
    ...moves.entered.map(({ listener, contactId, at, eventId }): AdmissionRequest => ({
      journey: listener.journey,
      entryId: listener.entry.id,
      key: '',
      contactId,
      at,
      entryEventId: eventId,
    })),
  ];
  return {
    end,
    wake,
    admit: await admitted(requests, scene.active.filter((run) => ended.has(run.id)), read), // prettier-ignore
    enterSegment: moves.entered.map(stateOf),
    leaveSegment: moves.left.map(stateOf),
    entryTimers: signals.flatMap((signal) => dateTimers(signal, scene, registry)),
  };
}

/** Everything the decisions below look at, loaded in a handful of queries for the whole batch. */
interface Scene {
  readonly active: readonly ActiveRun[];
  readonly runsOf: ReadonlyMap<number, readonly ActiveRun[]>;
  readonly exitsOf: (run: ActiveRun) => Parameters<typeof endedBy>[0];
  readonly subscriptionsOf: ReadonlyMap<number, readonly StoredSubscription[]>;
  readonly knownOf: ReadonlyMap<number, ContactFacts>;
  /** Undefined when the contact was erased after the event arrived: nobody is left to move. */
  readonly factsOf: (signal: Signal) => Facts | undefined;
}

async function look(signals: readonly Signal[], registry: JourneyRegistry, read: RoutingReads): Promise<Scene> {
  const active = await read.activeRuns(signals.map((signal) => signal.contactId));
  const planOf = await registry.plans(new Set(active.map((run) => run.versionId)), read.versions);
  const exitsOf = (run: ActiveRun) => planOf(run.versionId)?.exits ?? [];
  const subscriptions = active.length
    ? await read.subscriptions(signals.map(({ contactId, event }) => ({ contactId, event: event.type })))
    : [];

  const reads: Reads[] = [emptyReads];
  for (const [workspaceId, group] of groupBy(signals, (signal) => signal.workspaceId)) {
    const listeners = registry.listeners(workspaceId);
    for (const type of new Set(group.map(({ event }) => event.type))) reads.push(listeners.readsFor(type));
  }
  for (const exits of new Set(active.map(exitsOf))) reads.push(exitReads(exits));
  for (const { filter } of subscriptions) if (filter) reads.push(readsOf(filter));

  const from = signals.reduce((least, { at }) => Math.min(least, at), Infinity);
  const knownOf = await read.loadFacts(signals, mergeReads(...reads), from);
  return {
    active,
    runsOf: groupBy(active, (run) => run.contactId),
    exitsOf,
    subscriptionsOf: groupBy(subscriptions, ({ contactId }) => contactId),
    knownOf,
    factsOf: (signal) => {
      const known = knownOf.get(signal.contactId);
      return known && factsAt(known, signal.at, signal.event, signal.id);
    },
  };
}

function exitsOf(signal: Signal, { runsOf, exitsOf, factsOf }: Scene): RunEnd[] {
  const facts = factsOf(signal);
  if (!facts) return [];
  return (runsOf.get(signal.contactId) ?? []).flatMap((run) => {
    const rule = endedBy(exitsOf(run), facts);
    return rule
      ? [{ runId: run.id, at: signal.at, reason: rule.goal ? 'goal' : 'exit', detail: rule.id } as const]
      : [];
  });
}

/** The first subscription of a run that the event meets wakes it; the others are dropped with it. */
function wakesOf(signal: Signal, { subscriptionsOf, factsOf }: Scene, ended: ReadonlySet<number>): Routing['wake'] {
  const facts = factsOf(signal);
  if (!facts) return [];
  const woken = new Map<number, Routing['wake'][number]>();
  for (const { runId, subscription, event, filter } of subscriptionsOf.get(signal.contactId) ?? []) {
    if (event !== signal.event.type || ended.has(runId) || woken.has(runId)) continue;
    if (filter && !evaluate(filter, facts)) continue;
    woken.set(runId, { runId, subscription, eventId: signal.id, at: signal.at });
  }
  return [...woken.values()];
}

function eventRequests(signal: Signal, { factsOf }: Scene, registry: JourneyRegistry): AdmissionRequest[] {
  const facts = factsOf(signal);
  if (!facts) return [];
  const listeners = registry.listeners(signal.workspaceId).events.get(signal.event.type) ?? [];
  return listeners
    .filter(({ entry }) => lets(entry, signal.event, facts))
    .map(({ journey, entry }) => ({
      journey,
      entryId: entry.id,
      key: keyOf(entry, signal.event),
      contactId: signal.contactId,
      at: signal.at,
      entryEventId: signal.id,
    }));
}

function segmentLooks(signal: Signal, { factsOf, knownOf }: Scene, registry: JourneyRegistry): SegmentLook[] {
  const facts = factsOf(signal);
  if (!facts) return [];
  const { segments, newcomers } = registry.listeners(signal.workspaceId);
  const listeners = new Set(segments.get(signal.event.type));
  if (knownOf.get(signal.contactId)?.lastEventId === 0) for (const listener of newcomers) listeners.add(listener);
  return [...listeners].map((listener) => ({
    listener,
    contactId: signal.contactId,
    at: signal.at,
    eventId: signal.event.type === CONTACT_UPDATED ? null : signal.id,
    facts,
  }));
}

function dateTimers(signal: Signal, { knownOf }: Scene, registry: JourneyRegistry): Routing['entryTimers'] {
  const known = knownOf.get(signal.contactId);
  if (!known || signal.event.type !== CONTACT_UPDATED) return [];
  return registry.listeners(signal.workspaceId).dates.map(({ journey, entry }) => ({
    workspaceId: signal.workspaceId,
    journeyId: journey.journeyId,
    entryId: entry.id,
    contactId: signal.contactId,
    dueAt: nextDate(journey, entry, known, signal.at),
  }));
}
