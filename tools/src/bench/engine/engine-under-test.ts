import { plugins, programs } from '@sojourn/engine';
import {
  advance,
  createEngine,
  type Engine,
  type JourneyStore,
  type Progress,
  type StepResult,
} from '@sojourn/execution';
import { systemClock, VirtualClock } from '@sojourn/kernel';
import { createSandbox } from '@sojourn/sandbox';
import { createJourneyStore, type Database } from '@sojourn/storage';
import { openFor } from '../bench-database.js';
import type { EngineAsk } from './engine-protocol.js';
import { nullCourier } from './null-courier.js';

/** The engine as the worker makes it, on a database and a clock of the benchmark's. */
export class EngineUnderTest {
  readonly database: Database;
  readonly #clock: VirtualClock;
  /** Real time, so far from the machine's; absent: virtual time. */
  #offsetMs: number | undefined;
  readonly #engine: Engine;
  readonly #sandbox = createSandbox();
  /** Spent inside routing so far. */
  routingMs = 0;

  private constructor(database: Database, ask: Extract<EngineAsk, { do: 'open' }>, onCommit: Committed) {
    this.database = database;
    this.#clock = new VirtualClock(ask.virtualFrom);
    this.#engine = createEngine({
      store: watched(createJourneyStore(database), {
        committed: (steps) => onCommit(steps, this.now()),
        routed: (ms) => (this.routingMs += ms),
      }),
      catalogue: plugins.catalogue,
      programs,
      sandbox: this.#sandbox,
      couriers: [nullCourier('message')],
      clock: { now: () => this.now() },
      options: { batchSize: ask.batchSize },
    });
  }

  static async open(ask: Extract<EngineAsk, { do: 'open' }>, onCommit: Committed): Promise<EngineUnderTest> {
    const database = await openFor(ask.url, ask.connections);
    return new EngineUnderTest(database, ask, onCommit);
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

  /** Everything that is due now, until nothing is left. */
  work(): Promise<Progress> {
    return advance(this.#engine, this.now());
  }

  async close(): Promise<void> {
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
