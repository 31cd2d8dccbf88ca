import { emptyReads, mergeReads, type EventFact, type Reads } from '@sojourn/rules';
import type { Plan } from '@sojourn/journey';
import { messageOf } from '@sojourn/kernel';
import type { Answer, Wake } from '@sojourn/plugin-sdk/engine';
import { answersOf } from './answers.js';
import type { Engine } from './engine.js';
import type { ClaimedRun, StepResult } from './ports.js';
import { FENCE_LOST, step, type AskingWalk } from './step.js';
import type { Walk } from './walk.js';

export interface BatchReport {
  readonly claimed: number;
  /** Nodes that runs left or waited at. */
  readonly steps: number;
  readonly fencedOut: number;
  readonly quarantined: number;
}

/** The engine's heart: claim what is due, load what it reads, step it in memory, commit it once. */
export async function runBatch(engine: Engine, now: number): Promise<BatchReport> {
  const { store, registry, options } = engine;
  const runs = await store.claimRuns({ now, limit: options.batchSize, leaseMs: options.leaseMs });
  if (runs.length === 0) return { claimed: 0, steps: 0, fencedOut: 0, quarantined: 0 };

  const planOf = await registry.plans(new Set(runs.map((run) => run.versionId)), (ids) => store.versions(ids));
  const walks = await load(engine, runs, planOf, now);
  await step(walks, {
    programs: engine.programs,
    answer: (asking) => answers(engine, asking, now),
  });

  const done = walks.flatMap(resultOf);
  const { fencedOut } = await commit(engine, done);
  const failed = [...unmoved(runs, walks, planOf, engine, now), ...walks.flatMap(failureOf)];
  if (failed.length > 0) await store.quarantine(failed);
  const steps = done.reduce((sum, { trace }) => sum + trace.length, 0);
  return { claimed: runs.length, steps, fencedOut: fencedOut.length, quarantined: failed.length };
}

async function load(
  engine: Engine,
  runs: readonly ClaimedRun[],
  planOf: (id: number) => Plan | undefined,
  now: number,
): Promise<Walk[]> {
  const { store, options } = engine;
  const planned = runs.flatMap((run) => {
    const plan = planOf(run.versionId);
    const node = plan?.nodes.get(run.nodeId);
    return plan && node ? [{ run, plan, node }] : [];
  });
  const facts = await store.loadFacts(planned.map(({ run }) => run), readsOf(planned)); // prettier-ignore
  const events = await store.loadEvents([...new Set(runs.flatMap(eventIds))]);
  return planned.flatMap(({ run, plan, node }) => {
    const known = facts.get(run.contactId);
    if (!known) return [];
    return {
      run,
      plan,
      node,
      known,
      at: options.logicalTime ? run.dueAt : now,
      entryEvent: run.entryEventId === null ? undefined : events.get(run.entryEventId),
      visits: run.visits,
      arrivedAt: run.arrivedAt,
      wake: wakeOf(run, events),
      memory: run.memory,
      variables: run.variables,
      effects: [],
      trace: [],
      moves: 0,
    };
  });
}

function readsOf(planned: readonly { readonly plan: Plan }[]): Reads {
  return mergeReads(emptyReads, ...new Set(planned.map(({ plan }) => plan.stepReads)));
}

function eventIds({ entryEventId, pending }: ClaimedRun): number[] {
  return [...(entryEventId === null ? [] : [entryEventId]), ...(pending.kind === 'event' ? [pending.eventId] : [])];
}

function wakeOf({ pending }: ClaimedRun, events: ReadonlyMap<number, EventFact>): Wake {
  if (pending.kind !== 'event') return pending;
  const event = events.get(pending.eventId);
  // An event erased before its run woke: the wait goes on by its timer.
  return event ? { kind: 'event', subscription: pending.subscription, event } : { kind: 'timer' };
}

function resultOf(walk: Walk): StepResult[] {
  const { run, at, effects, trace, next, failure } = walk;
  return next && failure === undefined ? [{ run, at, knownEventId: knownEventId(walk), effects, trace, next }] : [];
}

/**
 * Up to which event this wake has heard of its contact. A run that an event woke or let in has heard nothing later
 * than that event, even when later ones were routed before its turn came: the commit looks for them.
 */
function knownEventId({ run, known }: Walk): number {
  if (run.pending.kind === 'event') return run.pending.eventId;
  if (run.pending.kind === 'arrived' && run.entryEventId !== null) return run.entryEventId;
  return known.lastEventId;
}

function failureOf({ run, at, failure }: Walk): Failure[] {
  if (failure === undefined || failure === FENCE_LOST) return [];
  return [{ id: run.id, fence: run.fence, at, reason: failure }];
}

type Failure = { readonly id: number; readonly fence: number; readonly at: number; readonly reason: string };

/** Runs whose version does not compile, whose node is gone or whose contact was erased: parked with the reason. */
function unmoved(
  runs: readonly ClaimedRun[],
  walks: readonly Walk[],
  planOf: (id: number) => Plan | undefined,
  { registry }: Engine,
  now: number,
): Failure[] {
  const moved = new Set(walks.map(({ run }) => run.id));
  return runs.flatMap(({ id, fence, versionId, nodeId, contactId }) => {
    if (moved.has(id)) return [];
    const plan = planOf(versionId);
    const gone = plan?.nodes.has(nodeId) ? `contact ${contactId} is` : `node ${nodeId} of version ${versionId} is`;
    return [{ id, fence, at: now, reason: plan ? `${gone} not there any more` : registry.problemOf(versionId) }];
  });
}

/** What nodes ask, all at once; asks that fail of themselves are halved until the one at fault is alone, and its run fails. */
async function answers(
  engine: Engine,
  asking: readonly AskingWalk[],
  now: number,
): Promise<ReadonlyMap<number, Answer>> {
  try {
    return await answersOf(asking, engine.store, engine.sandbox, now);
  } catch (error) {
    if (engine.isWorldFailure(error)) throw error;
    const [first] = asking;
    if (asking.length === 1 && first) {
      first.walk.failure = `could not be answered: ${messageOf(error)}`;
      return new Map();
    }
    const middle = asking.length >> 1;
    const left = await answers(engine, asking.slice(0, middle), now);
    return new Map([...left, ...(await answers(engine, asking.slice(middle), now))]);
  }
}

/**
 * One commit for the batch. When the batch itself is what fails (not the database), it is halved until the poisoned
 * run is alone, and that one is quarantined.
 */
async function commit(
  engine: Engine,
  results: readonly StepResult[],
): Promise<{ readonly fencedOut: readonly number[] }> {
  if (results.length === 0) return { fencedOut: [] };
  try {
    return await engine.store.commit(results);
  } catch (error) {
    if (engine.isWorldFailure(error)) throw error;
    const [first] = results;
    if (results.length === 1 && first) {
      await engine.store.quarantine([
        { id: first.run.id, fence: first.run.fence, at: first.at, reason: `could not be saved: ${String(error)}` },
      ]);
      return { fencedOut: [] };
    }
    const middle = results.length >> 1;
    const left = await commit(engine, results.slice(0, middle));
    const right = await commit(engine, results.slice(middle));
    return { fencedOut: [...left.fencedOut, ...right.fencedOut] };
  }
}
