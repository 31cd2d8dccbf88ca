import type { ShardStore } from '@sojourn/execution';

/** How old an answer may be. A job that goes to a former owner for so long costs delay, nothing else: owners poll. */
const FRESH_MS = 1_000;

/** Who owns which shard, read from the database at most once a second, however many ask. */
export class Owners {
  readonly #read: ShardStore['owners'];
  readonly #monotonic: () => number;
  #known: Promise<ReadonlyMap<number, string>> | undefined;
  #readAt = -Infinity;

  constructor(read: ShardStore['owners'], monotonic: () => number) {
    this.#read = read;
    this.#monotonic = monotonic;
  }

  /** Shard -> worker; shards that nobody owns are left out. */
  current(): Promise<ReadonlyMap<number, string>> {
    const now = this.#monotonic();
    if (this.#known && now - this.#readAt < FRESH_MS) return this.#known;
    this.#readAt = now;
    const reading = this.#read().then(
      (rows) => new Map(rows.flatMap(({ shard, owner }) => (owner === null ? [] : [[shard, owner] as const]))),
    );
    // A failure is not remembered: who asks next tries again.
    reading.catch(() => (this.#known = undefined));
    this.#known = reading;
    return reading;
  }
}
