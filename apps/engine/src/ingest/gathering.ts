import { OperationalError } from '@sojourn/kernel';
import type { EventStore, IngestItem } from '@sojourn/storage';

/** Items stored together at most: more would keep the first caller waiting for the last. */
const MOST_ITEMS = 1_000;

interface Call {
  readonly items: readonly IngestItem[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Stores what arrives while an earlier commit is under way in one transaction, because a commit costs the same for one
 * event as for a thousand. A call is answered when its own items are committed, not before. When calls gathered together
 * fail for another reason than the database's, each is stored alone, so that nobody pays for a stranger's call.
 */
export class Gathering {
  readonly #events: Pick<EventStore, 'ingest'>;
  readonly #now: () => number;
  #waiting: Call[] = [];
  #storing = false;

  constructor(events: Pick<EventStore, 'ingest'>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** Resolves once the items are durable. */
  store(items: readonly IngestItem[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (!this.#storing) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#storing = true;
    while (this.#waiting.length > 0) {
      const calls = this.#next();
      try {
        await this.#events.ingest(calls.flatMap(({ items }) => items), this.#now()); // prettier-ignore
        for (const call of calls) call.resolve();
      } catch (error) {
        await this.#storeApart(calls, error);
      }
    }
    this.#storing = false;
  }

  /** In the order in which they came, at least one. */
  #next(): readonly Call[] {
    let items = 0;
    let count = 0;
    for (const call of this.#waiting) {
      items += call.items.length;
      if (count > 0 && items > MOST_ITEMS) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #storeApart(calls: readonly Call[], error: unknown): Promise<void> {
    if (calls.length === 1 || error instanceof OperationalError) {
      for (const call of calls) call.reject(error);
      return;
    }
    for (const call of calls) {
      try {
        await this.#events.ingest(call.items, this.#now());
        call.resolve();
      } catch (failure) {
        call.reject(failure);
      }
    }
  }
}
