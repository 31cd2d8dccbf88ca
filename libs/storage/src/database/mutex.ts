/** First come, first served: one holder at a time. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for its turn; call the answer exactly once to let the next one in. */
  async acquire(): Promise<() => void> {
    const before = this.#tail;
    let release!: () => void; // assigned by the executor, which runs at once
    this.#tail = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}

/** At most so many holders at a time, first come, first served. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  async acquire(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
