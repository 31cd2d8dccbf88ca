import { emptyReads, mergeReads, type EventFact, type Reads } from '@sojourn/rules';
import type { Plan } from '@sojourn/journey';
import { messageOf } from '@sojourn/kernel';
import type { Answer, Wake } from '@sojourn/plugin-sdk/engine';
import { answersOf } from './answers.js';
import { MOST_MOVES } from './decide.js';
import type { Engine } from './engine.js';
import { heardUpTo } from './heard.js';
import { NodeCosts } from './node-costs.js';
import type { ClaimedRun, ClaimLane, ContactFacts, JourneyStore, StepResult } from './ports.js';
import { FENCE_LOST, step, type AskingWalk } from './step.js';
import type { Walk } from './walk.js';

export interface BatchReport {
  readonly claimed: number;
  /** Nodes that runs left or waited at. */
  readonly steps: number;
  readonly fencedOut: number;
  readonly quarantined: number;
  /** Shards that another worker owns now. */
  readonly lost: readonly number[];
  /** Whether nothing came of it that must be seen to before the next batch of the same lanes. */
  readonly quiet: boolean;
}

/** A batch that has decided and not been written. Its contacts are under way until `write` is over. */
export interface SteppedBatch {
  readonly claimed: number;
  /** Commits it, whole. */
  write(): Promise<BatchReport>;
  /** Lets it go unwritten: everything stays due. */
  drop(): void;
}

/** The engine's heart: claim what is due, load what it reads, step it in memory, commit it once. */
export async function runBatch(engine: Engine, now: number, lanes: readonly ClaimLane[]): Promise<BatchReport> {
  const batch = await stepBatch(engine, now, lanes);
  return batch ? batch.write() : NOTHING;
}

const NOTHING: BatchReport = { claimed: 0, steps: 0, fencedOut: 0, quarantined: 0, lost: [], quiet: false };

/** All of a batch but its commit, so that the database may write one batch while the next is stepped. */
export async function stepBatch(
  engine: Engine,
  now: number,
  lanes: readonly ClaimLane[],
): Promise<SteppedBatch | undefined> {
  const began = engine.clock.now();
  const { underWay } = engine;
  const leave = underWay.enter(lanes.map(({ lease }) => lease.shard));
  let held: Iterable<number> = [];
  const over = (): void => {
    underWay.release(held);
    leave();
  };
  try {
    await engine.crashPoint('batch.before-claim');
    const runs = await claim(engine, now, lanes);
    if (runs.length === 0) {
      over();
      return undefined;
    }
    held = new Set(runs.map(({ contactId }) => contactId));
    const batch = new Batch(engine, runs, now);
    await batch.step();
    return {
      claimed: batch.claimed,
      drop: over,
      async write() {
        try {
          return await batch.write(began);
        } finally {
          over();
        }
      },
    };
  } catch (error) {
    over();
    throw error;
  }
}

/** Due runs of contacts that nothing else of this process moves; held from here on. */
async function claim(engine: Engine, now: number, lanes: readonly ClaimLane[]): Promise<readonly ClaimedRun[]> {
  const { store, underWay, options } = engine;
  const watch = underWay.watch();
  try {
    const limit = options.batchSize;
    const found = await store.claimRuns({ lanes, now, limit, inOrder: options.logicalTime });
    engine.lanes.claimed(lanes, found, limit, options.logicalTime);
    const runs = found.filter(({ contactId }) => watch.isFree(contactId));
    if (runs.length < found.length) engine.lanes.forget();
    for (const { contactId } of runs) underWay.hold(contactId);
    return runs;
  } finally {
    watch.end();
  }
}

type Failure = Parameters<JourneyStore['quarantine']>[0][number];

class Batch {
  readonly #engine: Engine;
  readonly #now: number;
  /** One run of each contact at a time: the later see what the earlier changed. */
  readonly #waves: readonly (readonly ClaimedRun[])[];
  readonly #walks: Walk[] = [];
  readonly #failed: Failure[] = [];
  readonly #costs: NodeCosts | undefined;
  #claimed = 0;
  #bisected = 0;
  /** Whether a run was put off for another of its contact. */
  #deferred = false;

  constructor(engine: Engine, runs: readonly ClaimedRun[], now: number) {
    this.#engine = engine;
    this.#costs = engine.monotonic && new NodeCosts(engine.monotonic);
    this.#now = now;
    this.#waves = wavesOf(runs);
  }

  /** Runs that were moved, or would have been. */
  get claimed(): number {
    return this.#claimed;
  }

  async step(): Promise<void> {
    const { store, registry } = this.#engine;
    const runs = this.#waves.flat();
    const planOf = await registry.plans(new Set(runs.map((run) => run.versionId)), (ids) => store.versions(ids));
    const { facts, events } = await this.#load(runs, planOf);
    await this.#engine.crashPoint('batch.after-load');
    const { programs, plugins, patience } = this.#engine;
    const ports = {
      programs,
      plugins,
      patience,
      costs: this.#costs,
      answer: (asking: readonly AskingWalk[]) => this.#answer(asking),
    };
    /** Contacts with more than one run here, and what the runs before did. */
    const before = new Map<number, Walk>();
    for (const wave of this.#waves) {
      const walks: Walk[] = [];
      for (const run of wave) {
        const earlier = before.get(run.contactId);
        if (earlier && !leavesAlone(earlier, run)) {
          this.#deferred = true;
          continue;
        }
        this.#claimed++;
        const walk = this.#begin(run, planOf, facts, events);
        if (walk) walks.push(walk);
      }
      await step(walks, ports);
      for (const walk of walks) this.#walks.push(walk);
      if (this.#waves.length > 1) for (const walk of walks) before.set(walk.run.contactId, walk);
    }
  }

  async write(began: number): Promise<BatchReport> {
    const { store, crashPoint, observe, clock } = this.#engine;
    const done: StepResult[] = [];
    for (const walk of this.#walks) {
      const result = resultOf(walk);
      if (result) done.push(result);
    }
    if (this.#deferred) this.#engine.lanes.forget();
    await crashPoint('batch.before-commit');
    const { fencedOut, lost: refused } = await this.#commit(done);
    this.#failed.push(...this.#failures(new Set(fencedOut), new Set(refused)));
    const lost = [...new Set([...refused, ...(await this.#takenOver())])];
    await crashPoint('batch.after-commit');
    if (this.#failed.length > 0) {
      await crashPoint('batch.before-quarantine');
      await store.quarantine(this.#failed);
      await crashPoint('batch.after-quarantine');
    }
    const steps = done.reduce((sum, { trace }) => sum + trace.length, 0);
    const report = { claimed: this.#claimed, steps, fencedOut: fencedOut.length, quarantined: this.#failed.length };
    observe({ kind: 'batch', ...report, bisected: this.#bisected, lateMs: this.#late(done), ms: clock.now() - began });
    if (this.#costs) observe({ kind: 'nodes', spent: this.#costs.spent() });
    const quiet =
      !this.#deferred && report.fencedOut + report.quarantined === 0 && done.every((step) => isQuiet(step, this.#now));
    return { ...report, lost, quiet };
  }

  /** Shards of runs that got no answer because another worker owns them now: to ask again under the old lease is in vain. */
  async #takenOver(): Promise<readonly number[]> {
    const unanswered = this.#walks.filter(({ failure }) => failure === FENCE_LOST);
    if (unanswered.length === 0) return [];
    const owners = await this.#engine.store.shards.owners();
    const epochs = new Map(owners.map(({ shard, epoch }) => [shard, epoch]));
    return unanswered.flatMap(({ run }) => (epochs.get(run.shard) === run.epoch ? [] : [run.shard]));
  }

  /**
   * Who is to be parked: those that failed where the wake began, and those led to the node that failed, whose way there is
   * written by now and raised their fence. Where that was not written, somebody else moves the run, or it is parked already.
   */
  #failures(fencedOut: ReadonlySet<number>, lost: ReadonlySet<number>): Failure[] {
    const parked = new Set(this.#failed.map(({ id }) => id));
    return this.#walks.flatMap((walk): Failure[] => {
      const { run, at, failure, waitsFor } = walk;
      if (failure === undefined || failure === FENCE_LOST) return [];
      if (!ledTo(walk)) return [{ id: run.id, fence: run.fence, at, reason: failure, waitsFor }];
      if (fencedOut.has(run.id) || lost.has(run.shard) || parked.has(run.id)) return [];
      return [{ id: run.id, fence: run.fence + 1, at, reason: failure, waitsFor }];
    });
  }

  /** The earliest moment that a node may look back from: its wake's, or that of its run's arrival. */
  #earliest(runs: readonly ClaimedRun[]): number {
    return runs.reduce((least, { dueAt, arrivedAt }) => Math.min(least, dueAt, arrivedAt), this.#now);
  }

  #late(done: readonly StepResult[]): number[] {
    const late: number[] = [];
    for (const { run } of done)
      if (run.pending.kind === 'timer' || run.pending.kind === 'retry') late.push(this.#now - run.dueAt);
    return late;
  }

  async #load(
    runs: readonly ClaimedRun[],
    planOf: (id: number) => Plan | undefined,
  ): Promise<{ facts: ReadonlyMap<number, ContactFacts>; events: ReadonlyMap<number, EventFact> }> {
    const { store } = this.#engine;
    const plans = new Set<Plan>();
    for (const versionId of new Set(runs.map((run) => run.versionId))) {
      const plan = planOf(versionId);
      if (plan) plans.add(plan);
    }
    const wanted = this.#waves[0] ?? []; // each contact is in the first one
    const [facts, events] = await Promise.all([
      store.loadFacts(wanted, readsOf(plans), this.#earliest(runs)),
      store.loadEvents(eventIds(runs)),
    ]);
    return { facts, events };
  }

  /** The walk of a run, or a failure noted: its version does not compile, its node is gone or its contact was erased. */
  #begin(
    run: ClaimedRun,
    planOf: (id: number) => Plan | undefined,
    facts: ReadonlyMap<number, ContactFacts>,
    events: ReadonlyMap<number, EventFact>,
  ): Walk | undefined {
    const { registry, options } = this.#engine;
    const { id, fence, versionId, nodeId, contactId } = run;
    const plan = planOf(versionId);
    const node = plan?.nodes.get(nodeId);
    const known = facts.get(contactId);
    if (!plan || !node || !known) {
      const gone = node ? `contact ${contactId} is` : `node ${nodeId} of version ${versionId} is`;
      const reason = plan ? `${gone} not there any more` : registry.problemOf(versionId);
      this.#failed.push({ id, fence, at: this.#now, reason });
      return undefined;
    }
    return {
      run,
      plan,
      node,
      known,
      at: options.logicalTime ? run.dueAt : this.#now,
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
  }

  /** What nodes ask, all at once; asks that fail of themselves are halved until the one at fault is alone, and its run fails. */
  async #answer(asking: readonly AskingWalk[]): Promise<ReadonlyMap<number, Answer>> {
    const { store, sandbox, crashPoint } = this.#engine;
    try {
      await crashPoint('batch.before-settle');
      const answers = await answersOf(asking, store, sandbox, this.#now);
      await crashPoint('batch.after-settle');
      return answers;
    } catch (error) {
      if (this.#engine.isWorldFailure(error)) throw error;
      const [first] = asking;
      if (asking.length === 1 && first) {
        first.walk.failure = `could not be answered: ${messageOf(error)}`;
        return new Map();
      }
      const middle = asking.length >> 1;
      const left = await this.#answer(asking.slice(0, middle));
      return new Map([...left, ...(await this.#answer(asking.slice(middle)))]);
    }
  }

  /**
   * One commit for the batch. When the batch itself is what fails (not the database), it is halved until the poisoned
   * run is alone, and that one is quarantined.
   */
  async #commit(results: readonly StepResult[]): Promise<{ fencedOut: readonly number[]; lost: readonly number[] }> {
    if (results.length === 0) return { fencedOut: [], lost: [] };
    try {
      const { fencedOut, lost = [] } = await this.#engine.store.commit(results);
      return { fencedOut, lost };
    } catch (error) {
      if (this.#engine.isWorldFailure(error)) {
        if ((error as { code?: string }).code === 'storage.commit-unknown')
          this.#engine.observe({ kind: 'unknown-commit', runs: results.length });
        throw error;
      }
      const [first] = results;
      if (results.length === 1 && first) {
        const { id, fence } = first.run;
        this.#failed.push({ id, fence, at: first.at, reason: `could not be saved: ${String(error)}` });
        return { fencedOut: [], lost: [] };
      }
      this.#bisected++;
      const middle = results.length >> 1;
      const left = await this.#commit(results.slice(0, middle));
      const right = await this.#commit(results.slice(middle));
      return { fencedOut: [...left.fencedOut, ...right.fencedOut], lost: [...new Set([...left.lost, ...right.lost])] };
    }
  }
}

/** The nth wave holds the nth run of each contact. */
function wavesOf(runs: readonly ClaimedRun[]): ClaimedRun[][] {
  const waves: ClaimedRun[][] = [];
  const nth = new Map<number, number>();
  for (const run of runs) {
    const n = nth.get(run.contactId) ?? 0;
    nth.set(run.contactId, n + 1);
    const wave = waves[n];
    if (wave) wave.push(run);
    else waves.push([run]);
  }
  return waves;
}

/** Whether a wake said nothing that journeys must hear, and its run is not due again already. */
function isQuiet({ effects, next }: StepResult, now: number): boolean {
  if (effects.some(({ effect }) => effect.kind === 'contact' || effect.kind === 'track')) return false;
  return next.state === 'ended' || (next.subscriptions.length === 0 && (next.dueAt === null || next.dueAt > now));
}

/**
 * Whether a later run of the same contact may go on as if the earlier had not moved: nothing was said or changed of the contact
 * that journeys must hear of first, and the earlier run has nothing to do before the later one.
 */
function leavesAlone({ effects, next }: Walk, later: ClaimedRun): boolean {
  if (effects.some(({ effect }) => effect.kind === 'contact' || effect.kind === 'track')) return false;
  if (next?.state !== 'waiting') return next !== undefined;
  return next.subscriptions.length === 0 && (next.dueAt === null || next.dueAt > later.dueAt);
}

function readsOf(plans: Iterable<Plan>): Reads {
  const reads = [...plans].map((plan) => plan.stepReads);
  return reads.length === 1 ? reads[0]! : mergeReads(emptyReads, ...reads); // length checked
}

function eventIds(runs: readonly ClaimedRun[]): number[] {
  const ids = new Set<number>();
  for (const { entryEventId, pending } of runs) {
    if (entryEventId !== null) ids.add(entryEventId);
    if (pending.kind === 'event') ids.add(pending.eventId);
  }
  return [...ids];
}

function wakeOf({ pending }: ClaimedRun, events: ReadonlyMap<number, EventFact>): Wake {
  if (pending.kind !== 'event') return pending;
  const event = events.get(pending.eventId);
  // An event erased before its run woke: the wait goes on by its timer.
  return event ? { kind: 'event', subscription: pending.subscription, event } : { kind: 'timer' };
}

function resultOf(walk: Walk): StepResult | undefined {
  const { run, at, effects, trace, next, failure } = walk;
  const done = failure === undefined ? next && { effects, trace, next } : ledTo(walk);
  // Name by name: spread into a literal, `done` costs more than all the rest of a step.
  if (!done) return undefined;
  return { run, at, knownEventId: heardUpTo(walk), effects: done.effects, trace: done.trace, next: done.next };
}

/**
 * The way to the node that failed, without anything of that node's own: what the nodes before it did stands, and a repair
 * begins where it hurts. Undefined when the wake failed at its first node and may just happen again, and for rounds without end,
 * which nobody wants kept.
 */
function ledTo(walk: Walk): Pick<StepResult, 'effects' | 'trace' | 'next'> | undefined {
  const { failure, moves, node, visits, arrivedAt, at, variables, again } = walk;
  if (failure === undefined || failure === FENCE_LOST || moves > MOST_MOVES) return undefined;
  if (moves === 0 && !again) return undefined;
  const isBefore = (one: { readonly nodeId: string; readonly visit: number }): boolean =>
    one.nodeId !== node.id || one.visit !== visits[node.id];
  return {
    effects: walk.effects.filter(isBefore),
    trace: walk.trace.filter(isBefore),
    next: {
      state: 'waiting',
      nodeId: node.id,
      visits,
      arrivedAt,
      dueAt: at,
      pending: again?.pending ?? { kind: 'arrived' },
      memory: again?.memory,
      variables,
      subscriptions: [],
    },
  };
}
