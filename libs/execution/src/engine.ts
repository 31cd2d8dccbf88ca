import type { NodeCatalogue } from '@sojourn/journey';
import { OperationalError, type Clock } from '@sojourn/kernel';
import type { NodeProgram } from '@sojourn/plugin-sdk/engine';
import type { CrashPoint } from './crash-points.js';
import type { OutboxStore } from './outbox/ports.js';
import { Patience } from './plugins/patience.js';
import type { PluginNodes } from './plugins/ports.js';
import { Lanes } from './lanes.js';
import type { Courier, JourneyStore, Observation, ScriptSandbox, ShardLease, Tenure } from './ports.js';
import { JourneyRegistry } from './registry.js';
import { SoleOwner } from './sole-owner.js';
import { UnderWay } from './under-way.js';

export interface EngineOptions {
  /** Runs, signals or deliveries moved together. */
  readonly batchSize: number;
  /** How long a delivery is held before another worker may take it. */
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
  /** Nodes of installed plugins. Absent: nothing is installed beside what ships. */
  readonly plugins?: PluginNodes;
  readonly sandbox: ScriptSandbox;
  readonly couriers: readonly Courier[];
  readonly clock: Clock;
  readonly options?: Partial<EngineOptions>;
  /** The outbox as live workers use it: for `deliver`. */
  readonly outbox?: OutboxStore;
  /** What this process owns. Absent: everything, for it is alone on the database. */
  readonly tenure?: Tenure;
  /** Measures what nodes take. Absent: nobody asks, and plugins are waited for however slow they are. */
  readonly monotonic?: Clock;
  /** Told of every batch, for metrics. Must not throw. */
  readonly observe?: (what: Observation) => void;
  /** Told of every named moment at which a process may stop, and waited for: for specs of crashes. */
  readonly crashPoint?: (name: CrashPoint) => void | Promise<void>;
}

export interface Engine {
  readonly store: JourneyStore;
  readonly registry: JourneyRegistry;
  readonly programs: ReadonlyMap<string, NodeProgram<never>>;
  readonly plugins: PluginNodes | undefined;
  readonly sandbox: ScriptSandbox;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly clock: Clock;
  readonly monotonic: Clock | undefined;
  readonly patience: Patience | undefined;
  readonly options: EngineOptions;
  readonly outbox?: OutboxStore;
  /** What this process owns at this moment. */
  readonly tenure: Tenure;
  /** Whom this process moves at this moment. */
  readonly underWay: UnderWay;
  /** Whose turn it is. */
  readonly lanes: Lanes;
  observe(what: Observation): void;
  crashPoint(name: CrashPoint): void | Promise<void>;
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

export const noProgress = (): Progress => ({
  routed: 0,
  admitted: 0,
  wakes: 0,
  steps: 0,
  delivered: 0,
  quarantined: 0,
});

export function createEngine(parts: EngineParts): Engine {
  const { store, catalogue, programs, sandbox, couriers, clock, options } = parts;
  return {
    store,
    registry: new JourneyRegistry(store, catalogue, parts.plugins),
    programs,
    plugins: parts.plugins,
    sandbox,
    couriers: new Map(couriers.map((courier) => [courier.kind, courier])),
    clock,
    monotonic: parts.monotonic,
    patience: parts.monotonic && new Patience(parts.monotonic),
    options: { batchSize: 1_000, leaseMs: 60_000, logicalTime: false, ...options },
    outbox: parts.outbox,
    tenure: parts.tenure ?? new SoleOwner(store.shards),
    underWay: new UnderWay(),
    lanes: new Lanes(),
    observe: parts.observe ?? (() => undefined),
    crashPoint: parts.crashPoint ?? (() => undefined),
    isWorldFailure: (error) => error instanceof OperationalError,
  };
}

/** The shards to work on now. A process without a tenure takes them all. */
export async function ownedShards({ tenure }: Engine): Promise<readonly ShardLease[]> {
  if (tenure instanceof SoleOwner) await tenure.take();
  return tenure.leases();
}

/** Another worker owns these: what is known of their lanes goes too. */
export function loseShards(engine: Engine, shards: readonly number[] | undefined): void {
  if (!shards || shards.length === 0) return;
  engine.tenure.lost(shards);
  engine.lanes.forget();
  engine.observe({ kind: 'lost', shards });
}
