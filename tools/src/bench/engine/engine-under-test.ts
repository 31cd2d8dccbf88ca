import { AdmitService, plugins, programs } from '@sojourn/engine';
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
import { createEventStore, createJourneyStore, type Database, type IngestItem } from '@sojourn/storage';
import { openFor } from '../bench-database.js';
import type { EngineAsk } from './engine-protocol.js';
import { nullCourier } from './null-courier.js';

/** Calls taken in together while seeding; requests carry a hundred, seeding is not measured. */
const INGESTED_TOGETHER = 1_000;

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

  async admit({ workspaceId, journeyId, at, contactIds }: Extract<EngineAsk, { do: 'admit' }>): Promise<number> {
    const service = new AdmitService(this.database, { now: () => at }, plugins, { announce: () => undefined });
    const { admitted } = await service.admit(workspaceId, journeyId, { contactIds: [...contactIds] });
    return admitted;
  }

  async ingest({ workspaceId, types, at, from, to }: Extract<EngineAsk, { do: 'ingest' }>): Promise<number> {
    const events = createEventStore(this.database);
    for (let first = from; first < to; first += INGESTED_TOGETHER) {
      const places = Array.from({ length: Math.min(INGESTED_TOGETHER, to - first) }, (_, i) => first + i);
      const items = places.map((place): IngestItem => ({
        workspaceId,
        kind: 'track',
        messageId: `${at}-${place}`,
        userId: `u${place}`,
        type: types[place % types.length] ?? 'Event',
        occurredAt: at,
        properties: { orderId: `o-${place}`, amount: 10 + (place % 190), currency: 'EUR' },
        source: 'bench',
      }));
      await events.ingest(items, at);
    }
    return to - from;
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
