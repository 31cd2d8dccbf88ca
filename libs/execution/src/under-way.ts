/**
 * The contacts that this process moves at this moment: a batch of runs or of signals holds them from its reading to its commit.
 * With one owner a shard, this is what keeps two batches from moving the same contact; no row is locked for it.
 */
export class UnderWay {
  readonly #contacts = new Set<number>();
  readonly #watches = new Set<Set<number>>();
  readonly #shards = new Map<number, number>();

  /** How many contacts are held. */
  get size(): number {
    return this.#contacts.size;
  }

  has(contactId: number): boolean {
    return this.#contacts.has(contactId);
  }

  hold(contactId: number): void {
    this.#contacts.add(contactId);
  }

  release(contactIds: Iterable<number>): void {
    for (const id of contactIds) {
      this.#contacts.delete(id);
      for (const watch of this.#watches) watch.add(id);
    }
  }

  /** Says that work on these shards begins; call the answer when it is over. */
  enter(shards: Iterable<number>): () => void {
    const entered = new Set(shards);
    for (const shard of entered) this.#shards.set(shard, (this.#shards.get(shard) ?? 0) + 1);
    return () => {
      for (const shard of entered) {
        const left = (this.#shards.get(shard) ?? 1) - 1;
        if (left > 0) this.#shards.set(shard, left);
        else this.#shards.delete(shard);
      }
    };
  }

  /** Whether work on a shard is under way. */
  isBusy(shard: number): boolean {
    return this.#shards.has(shard);
  }

  /**
   * Begins to watch who is let go. What is read of a contact while another batch commits it may be older than that commit, so a
   * reader leaves alone who is held when it is done and who was let go since it began.
   */
  watch(): { isFree(contactId: number): boolean; end(): void } {
    const released = new Set<number>();
    this.#watches.add(released);
    return {
      isFree: (contactId) => !this.#contacts.has(contactId) && !released.has(contactId),
      end: () => void this.#watches.delete(released),
    };
  }
}
