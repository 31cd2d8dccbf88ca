import type { ShardLease, ShardStore, Tenure } from './ports.js';

/** The owner of everything, for a process that is alone on its database: takes all shards when it is first asked. */
export class SoleOwner implements Tenure {
  readonly #store: ShardStore;
  #leases: readonly ShardLease[] = [];

  constructor(store: ShardStore) {
    this.#store = store;
  }

  /** Takes every shard, unless it has them. */
  async take(): Promise<void> {
    if (this.#leases.length < this.#store.count) this.#leases = await this.#store.seize('alone');
  }

  leases(): readonly ShardLease[] {
    return this.#leases;
  }

  lost(shards: readonly number[]): void {
    this.#leases = this.#leases.filter(({ shard }) => !shards.includes(shard));
  }
}
