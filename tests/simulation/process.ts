import {
  advance,
  bringIn,
  createEngine,
  deliverBatch,
  moveContacts,
  type Engine,
  type JourneyStore,
  type ShardLease,
} from '@sojourn/execution';
import { messageOf, OperationalError } from '@sojourn/kernel';
import type { Faulty } from './faulty.js';
import { catalogue, programs } from './plugins.js';
import type { Ledger } from './provider.js';
import { provider } from './provider.js';
import { LEASE, type House } from './house.js';

/** One worker as a process of its own: what it knows is lost when it stops, what it stored stays. */
export class Process {
  readonly name: string;
  readonly #house: House;
  readonly #engine: Engine;
  #leases: readonly ShardLease[] = [];
  #wake: (() => void) | undefined;

  constructor(house: House, name: string, gate: Faulty, ledger: Ledger) {
    this.name = name;
    this.#house = house;
    const store: JourneyStore = { ...gate.wrap(house.store), shards: gate.wrap(house.store.shards) };
    this.#engine = createEngine({
      store,
      catalogue,
      programs,
      sandbox: {
        run: () => Promise.reject(new Error('no scripts in simulations')),
        close: () => Promise.resolve(),
      },
      couriers: [gate.courier(provider(ledger))],
      clock: house.clock,
      tenure: {
        leases: () => this.#leases,
        lost: (shards) => (this.#leases = this.#leases.filter(({ shard }) => !shards.includes(shard))),
      },
      options: { batchSize: house.circumstances.batchSize, leaseMs: 1_000, logicalTime: house.logicalTime },
    });
  }

  /** Works whenever it is woken, for ever. */
  async live(): Promise<void> {
    for (;;) {
      await new Promise<void>((wake) => (this.#wake = wake));
      try {
        const { shards } = this.#engine.store;
        await shards.renew({ worker: this.name, leaseMs: LEASE });
        this.#leases = await shards.acquire({ worker: this.name, atMost: this.#house.share, leaseMs: LEASE });
        await this.#work();
      } catch (error) {
        // The world failed: somebody wakes it again. Anything else is a bug of the engine.
        if (!(error instanceof OperationalError)) this.#house.broke(`${this.name}: ${messageOf(error)}`, error);
      }
    }
  }

  /** One thing after the other under a virtual clock; on real time as workers do, all at once. */
  async #work(): Promise<void> {
    const { clock, logicalTime } = this.#house;
    if (logicalTime) return void (await advance(this.#engine, clock.now()));
    const lanes = [moveContacts(this.#engine, clock), bringIn(this.#engine, clock), this.#deliver()];
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #deliver(): Promise<void> {
    while ((await deliverBatch(this.#engine, this.#house.clock.now())) > 0);
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
