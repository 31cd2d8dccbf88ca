import { OperationalError, type Clock } from '@sojourn/kernel';
import type { ShardLease, ShardStore, Tenure } from './ports.js';

export interface TenureParts {
  readonly store: ShardStore;
  /** This process, and no other: fresh at every start, since what an earlier one still writes must be told apart. */
  readonly worker: string;
  /** How long a worker that says nothing keeps its shards. */
  readonly leaseMs: number;
  /** Time that only goes forward, whatever is done to the machine's clock; its zero does not matter. */
  readonly monotonic: Clock;
  /** Whether runs of a shard are under way here. Such a shard is given back when they are done. */
  readonly busy?: (shard: number) => boolean;
  /** Told what this process owns, whenever it changes. */
  readonly onChange?: (leases: readonly ShardLease[]) => void;
}

/** What one beat found. */
export interface Beat {
  readonly held: number;
  /** What this worker should own: as much as every other, or one more. */
  readonly fair: number;
  readonly workers: number;
  /** Too few for now, or a shard yet to be given back: the next beat is worth making soon. */
  readonly unsettled: boolean;
}

/** Of the lease, what is left unused at its end: two clocks never run at quite the same speed. */
const MARGIN = 0.1;
/** How long a beat of `leave` waits for work under way. */
const LOOK_AGAIN_MS = 20;

/**
 * Keeps a fair share of the shards: as many as there are, divided among the workers that live. More than that is given
 * back, first what rests; free ones are taken.
 *
 * A worker that cannot renew owns nothing once its lease is over, by its own reckoning from before the last renewal was
 * sent: it stops before another one starts. It may be wrong (a machine that slept); then the epoch refuses what it writes.
 */
export class ShardKeeper implements Tenure {
  readonly #parts: TenureParts;
  readonly #held = new Map<number, ShardLease>();
  /** Held, but not for new work: to be given back once nothing of it is under way. */
  readonly #leaving = new Set<number>();
  #until = -Infinity;
  #left = false;
  #told = '';

  constructor(parts: TenureParts) {
    this.#parts = parts;
  }

  leases(): readonly ShardLease[] {
    if (this.#left || this.#parts.monotonic.now() >= this.#until) return [];
    return [...this.#held.values()].filter(({ shard }) => !this.#leaving.has(shard));
  }

  lost(shards: readonly number[]): void {
    for (const shard of shards) this.#held.delete(shard);
    this.#tell();
  }

  /** Renews, then gives back or takes. Throws what the store throws: then the lease goes on running out. */
  async beat(): Promise<Beat> {
    const { store, worker, leaseMs, monotonic } = this.#parts;
    const { workers } = await store.heartbeat({ worker, ttlMs: leaseMs });
    // The lease counts from the renewal, however long what comes before it takes: a database that is slow to answer would
    // otherwise leave nothing of a short lease.
    const began = monotonic.now();
    this.#holds(await store.renew({ worker, leaseMs }));
    this.#until = began + leaseMs * (1 - MARGIN);
    const fair = await this.#fairShare(Math.max(workers, 1));
    this.#leaveAllBut(fair);
    await this.#giveBack();
    if (this.#held.size < fair && !this.#left) this.#holds(await store.acquire({ worker, atMost: fair, leaseMs }));
    this.#tell();
    return { held: this.#held.size, fair, workers, unsettled: this.#leaving.size > 0 || this.#held.size < fair };
  }

  /**
   * 64 among three is 22, 21, 21. Who may have one more than the others follows from who has, in the order of names: with
   * everyone rounding up, nine of ten workers would have seven each and the tenth a single one.
   */
  async #fairShare(workers: number): Promise<number> {
    const { store, worker } = this.#parts;
    const least = Math.floor(store.count / workers);
    const extras = store.count % workers;
    if (extras === 0) return least;
    const counts = new Map<string, number>();
    for (const { owner } of await store.owners()) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    const above = [...counts].filter(([, held]) => held > least).map(([owner]) => owner).sort(); // prettier-ignore
    const rank = above.includes(worker) ? above.indexOf(worker) : above.length;
    return rank < extras ? least + 1 : least;
  }

  /** Takes on nothing new, waits until nothing is under way (at most `patienceMs`), gives everything back and signs off. */
  async leave(patienceMs: number, wait: (ms: number) => Promise<void>): Promise<void> {
    this.#left = true;
    this.#tell();
    const { store, worker, monotonic, busy = () => false } = this.#parts;
    const deadline = monotonic.now() + patienceMs;
    while ([...this.#held.keys()].some(busy) && monotonic.now() < deadline) await wait(LOOK_AGAIN_MS);
    await store.release({ worker });
    this.#held.clear();
  }

  #holds(leases: readonly ShardLease[]): void {
    this.#held.clear();
    for (const lease of leases) this.#held.set(lease.shard, lease);
    for (const shard of this.#leaving) if (!this.#held.has(shard)) this.#leaving.delete(shard);
  }

  #leaveAllBut(fair: number): void {
    const { busy = () => false } = this.#parts;
    // Somebody left while we were about to give something up: it is kept after all.
    for (const shard of this.#leaving) {
      if (this.#held.size - this.#leaving.size >= fair) break;
      this.#leaving.delete(shard);
    }
    const staying = [...this.#held.keys()].filter((shard) => !this.#leaving.has(shard));
    const resting = staying.filter((shard) => !busy(shard)).concat(staying.filter(busy));
    for (const shard of resting.slice(0, Math.max(0, staying.length - fair))) this.#leaving.add(shard);
  }

  async #giveBack(): Promise<void> {
    const { store, worker, busy = () => false } = this.#parts;
    const shards = [...this.#leaving].filter((shard) => !busy(shard));
    if (shards.length === 0) return;
    await store.release({ worker, shards });
    for (const shard of shards) {
      this.#held.delete(shard);
      this.#leaving.delete(shard);
    }
  }

  #tell(): void {
    const leases = this.leases();
    const now = leases.map(({ shard, epoch }) => `${shard}:${epoch}`).join();
    if (now === this.#told) return;
    this.#told = now;
    this.#parts.onChange?.(leases);
  }
}

export interface TenureOptions extends TenureParts {
  /** A beat that failed, takes longer than the lease lasts (`execution.lease-late`), or succeeded again. */
  readonly onBeat?: (result: Beat | { readonly failed: unknown }) => void;
}

/** A tenure that keeps itself until it is stopped. */
export interface RunningTenure extends Tenure {
  /** Makes a beat now rather than at its time. */
  beat(): Promise<void>;
  /** Gives everything back, after what is under way but at the latest after `patienceMs`, and signs off. */
  stop(patienceMs?: number): Promise<void>;
}

/** Beats in a lease: two may fail, the third still comes in time. */
const BEATS = 3;
/** While shares are not settled, beats come faster by this. */
const HASTE = 4;

/**
 * Takes a first share, then beats three times per lease, faster while workers come and go.
 *
 *     const tenure = await startTenure({ store, worker: 'host-1', leaseMs: 15_000, monotonic: { now: () => performance.now() } });
 *     const engine = createEngine({ ..., tenure });
 */
export async function startTenure({ onBeat, ...parts }: TenureOptions): Promise<RunningTenure> {
  const keeper = new ShardKeeper(parts);
  const pause = parts.leaseMs / BEATS;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let beating = Promise.resolve();
  const beat = (): Promise<void> => {
    clearTimeout(timer);
    // One after the other, also when asked for in between.
    beating = beating.then(async () => {
      if (stopped) return;
      let next = pause / HASTE;
      // Nothing moves meanwhile, and nothing fails either: somebody must be told.
      const late = setTimeout(() => onBeat?.({ failed: tooLate(parts.leaseMs) }), parts.leaseMs);
      try {
        const found = await keeper.beat();
        if (!found.unsettled) next = pause;
        onBeat?.(found);
      } catch (failed) {
        onBeat?.({ failed });
      } finally {
        clearTimeout(late);
      }
      clearTimeout(timer);
      // `stop` may have been called while this beat ran.
      timer = stopped ? undefined : setTimeout(() => void beat(), next);
    });
    return beating;
  };
  await beat();
  return {
    leases: () => keeper.leases(),
    lost(shards) {
      keeper.lost(shards);
      void beat();
    },
    beat,
    async stop(patienceMs = parts.leaseMs) {
      stopped = true;
      clearTimeout(timer);
      await beating;
      await keeper.leave(patienceMs, (ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    },
  };
}

function tooLate(leaseMs: number): OperationalError {
  return new OperationalError(
    `The database has not renewed the lease on shards within the ${leaseMs} ms that it lasts; nothing is moved until it does.`,
    { code: 'execution.lease-late' },
  );
}
