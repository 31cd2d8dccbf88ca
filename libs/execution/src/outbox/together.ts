interface Waiting<In, Out> {
  readonly value: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/**
 * Does together what many ask for one by one: what is asked while a round is under way waits for the next. So a busy outbox writes
 * hundreds of marks in one transaction and an idle one writes each at once.
 */
export class Together<In, Out> {
  readonly #work: (values: readonly In[]) => Promise<readonly Out[]>;
  readonly #most: number;
  readonly #waiting: Waiting<In, Out>[] = [];
  #running = false;

  /** `work` answers in the order of the values, at most `most` of them at a time. */
  constructor(work: (values: readonly In[]) => Promise<readonly Out[]>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  do(value: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ value, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      // After what else begins in this turn of the event loop.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const round = this.#waiting.splice(0, this.#most);
      try {
        const out = await this.#work(round.map(({ value }) => value));
        round.forEach(({ resolve }, i) => resolve(out[i]!)); // as many as values
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    this.#running = false;
  }
}
