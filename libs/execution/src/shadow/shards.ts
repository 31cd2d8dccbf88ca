import type { ShardLease, ShardStore } from '../ports.js';

interface Shard {
  owner: string | null;
  /** Rises at every change of owner. */
  epoch: number;
  leaseUntil: number;
}

/** Who owns which shards, by leases on the shadow database's own clock. */
export class ShadowShards implements ShardStore {
  readonly count: number;
  readonly #now: () => number;
  readonly #shards: Shard[];
  readonly #workers = new Map<string, number>();

  /** `now`: the clock of the shadow database, milliseconds. */
  constructor(count: number, now: () => number) {
    this.count = count;
    this.#now = now;
    this.#shards = Array.from({ length: count }, () => ({ owner: null, epoch: 0, leaseUntil: 0 }));
  }

  /** Whether a lease still stands: nobody else has owned the shard since. */
  stands({ shard, epoch }: ShardLease): boolean {
    return this.#shards[shard]?.epoch === epoch;
  }

  async acquire({ worker, atMost, leaseMs }: Parameters<ShardStore['acquire']>[0]): Promise<readonly ShardLease[]> {
    let held = this.#heldBy(worker).length;
    for (const shard of this.#shards) {
      if (held >= atMost) break;
      if (shard.owner === worker || (shard.owner !== null && shard.leaseUntil > this.#now())) continue;
      this.#give(shard, worker, leaseMs);
      held++;
    }
    return this.#heldBy(worker);
  }

  async renew({ worker, leaseMs }: Parameters<ShardStore['renew']>[0]): Promise<readonly ShardLease[]> {
    for (const shard of this.#shards) if (shard.owner === worker) shard.leaseUntil = this.#now() + leaseMs;
    return this.#heldBy(worker);
  }

  async release({ worker, shards }: Parameters<ShardStore['release']>[0]): Promise<void> {
    for (const [id, shard] of this.#shards.entries()) {
      if (shard.owner !== worker || (shards && !shards.includes(id))) continue;
      Object.assign(shard, { owner: null, leaseUntil: 0, epoch: shard.epoch + 1 });
    }
  }

  async seize(worker: string): Promise<readonly ShardLease[]> {
    for (const shard of this.#shards) this.#give(shard, worker, Number.MAX_SAFE_INTEGER - this.#now());
    return this.#heldBy(worker);
  }

  async heartbeat({ worker, ttlMs }: Parameters<ShardStore['heartbeat']>[0]): Promise<{ readonly workers: number }> {
    this.#workers.set(worker, this.#now() + ttlMs);
    return { workers: [...this.#workers.values()].filter((until) => until > this.#now()).length };
  }

  owners(): ReturnType<ShardStore['owners']> {
    return Promise.resolve(this.#shards.map((shard, id) => ({ ...shard, shard: id })));
  }

  #give(shard: Shard, worker: string, leaseMs: number): void {
    Object.assign(shard, { owner: worker, epoch: shard.epoch + 1, leaseUntil: this.#now() + leaseMs });
  }

  #heldBy(worker: string): ShardLease[] {
    return this.#shards.flatMap(({ owner, epoch }, shard) => (owner === worker ? [{ shard, epoch }] : []));
  }
}
