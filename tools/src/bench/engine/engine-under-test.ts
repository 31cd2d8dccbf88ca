import { plugins, programs } from '@sojourn/engine';
import {
  bringIn,
  createEngine,
  deliver,
  moveContacts,
  startTenure,
  type Engine,
  type JourneyStore,
  type Progress,
  type RunningTenure,
  type StepResult,
} from '@sojourn/execution';
import { systemClock, VirtualClock } from '@sojourn/kernel';
import { createSandbox } from '@sojourn/sandbox';
import { createJourneyStore, createOutboxStore, type Database } from '@sojourn/storage';
import { openFor } from '../bench-database.js';
import { besideUntilIdle } from './beside.js';
import type { EngineAsk } from './engine-protocol.js';
import { nullCourier } from './null-courier.js';

/** Of a shard: as workers have it by default. */
const LEASE_MS = 15_000;

/** The engine as the worker makes it, on a database and a clock of the benchmark's. */
export class EngineUnderTest {
  readonly database: Database;
  readonly #clock: VirtualClock;
  /** Real time, so far from the machine's; absent: virtual time. */
  #offsetMs: number | undefined;
  readonly #engine: Engine;
  readonly #tenure: RunningTenure | undefined;
  readonly #sandbox = createSandbox();
  /** Spent inside routing so far. */
  routingMs = 0;

  private constructor(
    database: Database,
    { virtualFrom, batchSize }: Extract<EngineAsk, { do: 'open' }>,
    tenure: RunningTenure | undefined,
    store: JourneyStore,
    onCommit: Committed,
  ) {
    this.database = database;
    this.#tenure = tenure;
    this.#clock = new VirtualClock(virtualFrom);
    this.#engine = createEngine({
      store: watched(store, {
        committed: (steps) => onCommit(steps, this.now()),
        routed: (ms) => (this.routingMs += ms),
      }),
      catalogue: plugins.catalogue,
      programs,
      sandbox: this.#sandbox,
      couriers: [nullCourier('message')],
      clock: { now: () => this.now() },
      options: { batchSize },
      outbox: createOutboxStore(database),
      ...(tenure ? { tenure } : {}),
    });
  }

  static async open(ask: Extract<EngineAsk, { do: 'open' }>, onCommit: Committed): Promise<EngineUnderTest> {
    const database = await openFor(ask.url, ask.connections);
    const store = createJourneyStore(database);
    // A file has one engine, which takes all; on a server each takes its share.
    const tenure =
      database.dialect.name === 'sqlite'
        ? undefined
        : await startTenure({
            store: store.shards,
            worker: `bench-${process.pid}`,
            leaseMs: LEASE_MS,
            monotonic: { now: () => performance.now() },
          });
    return new EngineUnderTest(database, ask, tenure, store, onCommit);
  }

  /** Shards owned now; undefined where one engine owns all. */
  async share(): Promise<number | undefined> {
    await this.#tenure?.beat();
    return this.#tenure?.leases().length;
  }

  now(): number {
    return this.#offsetMs === undefined ? this.#clock.now() : systemClock.now() + this.#offsetMs;
  }

  /** Lets virtual time stand at `to`, until it is moved again. */
  moveTo(to: number): void {
    this.#clock.advanceTo(to);
  }

  /** Lets time go by itself from now on. */
  goLive(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }

  /** Everything that is due now, until nothing is left: the lanes of a worker, beside each other. */
  async work(): Promise<Progress> {
    const engine = this.#engine;
    const clock = { now: () => this.now() };
    const sum: Progress = { routed: 0, admitted: 0, wakes: 0, steps: 0, delivered: 0, quarantined: 0 };
    const add = (progress: Progress): number => {
      for (const key of Object.keys(sum) as (keyof Progress)[]) sum[key] += progress[key];
      return progress.wakes + progress.routed + progress.admitted;
    };
    await besideUntilIdle([
      async () => add(await moveContacts(engine, clock)),
      async () => add(await bringIn(engine, clock)),
      async () => {
        const delivered = await deliver(engine, clock);
        sum.delivered += delivered;
        return delivered;
      },
    ]);
    return sum;
  }

  async close(): Promise<void> {
    await this.#tenure?.stop(0);
    await this.#sandbox.close();
    await this.database.close();
  }
}

/** Told of each batch when it is committed. */
export type Committed = (steps: readonly StepResult[], now: number) => void;

interface Watch {
  committed(steps: readonly StepResult[]): void;
  routed(ms: number): void;
}

function watched(store: JourneyStore, watch: Watch): JourneyStore {
  return {
    ...store,
    async commit(steps) {
      const result = await store.commit(steps);
      watch.committed(steps);
      return result;
    },
    async routeSignals(...ask) {
      const began = performance.now();
      const result = await store.routeSignals(...ask);
      watch.routed(performance.now() - began);
      return result;
    },
  };
}
