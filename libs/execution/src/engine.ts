import type { NodeCatalogue } from '@sojourn/journey';
import { OperationalError, type Clock } from '@sojourn/kernel';
import type { NodeProgram } from '@sojourn/plugin-sdk/engine';
import { deliverBatch } from './deliver.js';
import { fire } from './entry-timers.js';
import type { CrashPoint } from './crash-points.js';
import type { Courier, JourneyStore, Observation, Sandbox, Tenure } from './ports.js';
import { JourneyRegistry } from './registry.js';
import { route } from './route.js';
import { runBatch } from './run-batch.js';

export interface EngineOptions {
  /** Runs, signals or deliveries moved together. */
  readonly batchSize: number;
  /** How long a claim is held before another worker may take it. */
  readonly leaseMs: number;
  /**
   * Whether a wake happens at its due time rather than now: so under a virtual clock, where a batch of timers
   * decides exactly as one timer at a time would.
   */
  readonly logicalTime: boolean;
}

export interface EngineParts {
  readonly store: JourneyStore;
  readonly catalogue: NodeCatalogue;
  /** By node type. */
  readonly programs: ReadonlyMap<string, NodeProgram<never>>;
  readonly sandbox: Sandbox;
  readonly couriers: readonly Courier[];
  readonly clock: Clock;
  readonly options?: Partial<EngineOptions>;
  /** What this process owns. Absent: everything, for it is alone on the database. */
  readonly tenure?: Tenure;
  /** Told of every batch, for metrics. Must not throw. */
  readonly observe?: (what: Observation) => void;
  /** Told of every named moment at which a process may stop, and waited for: for specs of crashes. */
  readonly crashPoint?: (name: CrashPoint) => void | Promise<void>;
}

export interface Engine {
  readonly store: JourneyStore;
  readonly registry: JourneyRegistry;
  readonly programs: ReadonlyMap<string, NodeProgram<never>>;
  readonly sandbox: Sandbox;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly clock: Clock;
  readonly options: EngineOptions;
  /** Whether an error says that the world failed (retry later) rather than that this batch is bad. */
  isWorldFailure(error: unknown): boolean;
}

/** What happened in a stretch of work, added up. */
export interface Progress {
  routed: number;
  admitted: number;
  wakes: number;
  steps: number;
  delivered: number;
  quarantined: number;
}

export function createEngine({ store, catalogue, programs, sandbox, couriers, clock, options }: EngineParts): Engine {
  return {
    store,
    registry: new JourneyRegistry(store, catalogue),
    programs,
    sandbox,
    couriers: new Map(couriers.map((courier) => [courier.kind, courier])),
    clock,
    options: { batchSize: 1_000, leaseMs: 60_000, logicalTime: false, ...options },
    isWorldFailure: (error) => error instanceof OperationalError,
  };
}

/**
 * Does everything that is due at `now`, in the order of cause and effect, until nothing is left or `stop` says so. What one
 * contact did comes before what time does to it, because an event at the very moment a wait times out is still in time; the
 * store keeps that order contact by contact, so that how many are moved together changes nothing for any of them.
 */
export async function advance(engine: Engine, now: number, stop: () => boolean = () => false): Promise<Progress> {
  const progress: Progress = { routed: 0, admitted: 0, wakes: 0, steps: 0, delivered: 0, quarantined: 0 };
  const { store, registry, options } = engine;
  await registry.refresh();
  while (!stop()) {
    const work = await store.workAt(now);
    let moved = 0;
    if (work.timers) {
      const fired = await store.fireEntryTimers({ now, limit: options.batchSize }, (timers, read) =>
        fire(timers, registry, read, (timer) => (options.logicalTime ? timer.dueAt : now)),
      );
      moved += fired.signals;
      progress.admitted += fired.admitted;
    }
    if (work.signals) {
      const routed = await store.routeSignals(options.batchSize, (signals, read) => route(signals, registry, read));
      moved += routed.signals;
      progress.routed += routed.signals;
      progress.admitted += routed.admitted;
    }
    // Routing and firing make runs due at this very moment.
    if (work.runs || work.signals || work.timers) {
      const batch = await runBatch(engine, now);
      moved += batch.claimed;
      progress.wakes += batch.claimed;
      progress.steps += batch.steps;
      progress.quarantined += batch.quarantined;
    }
    if (work.deliveries) {
      const delivered = await deliverBatch(engine, now);
      moved += delivered;
      progress.delivered += delivered;
    }
    // Nothing to do, or what is left waits for another worker.
    if (moved === 0) break;
  }
  return progress;
}
