import type { Clock } from '@sojourn/kernel';

/** A batch of a plugin that takes longer holds up everybody else of its worker noticeably. */
const SLOW_MS = 1_000;
/** In a row: the first may have waited for a process to start. */
const STRIKES = 2;
/** Nobody waits longer for one within a step: its people are asked of it after the commit. */
const LONGEST_MS = 2_000;
/** How long a slow plugin is asked outside of the step before it is tried within one again. */
const ASIDE_MS = 600_000;

/**
 * Which plugins are too slow to be waited for within a step. They are asked after the commit, as those that call out, so that they
 * hold up nobody but their own people. Kept by each process for itself.
 */
export class Patience {
  readonly #monotonic: Clock;
  readonly #strikes = new Map<string, number>();
  readonly #aside = new Map<string, number>();
  readonly #longestMs: number;

  constructor(monotonic: Clock, { longestMs = LONGEST_MS }: { readonly longestMs?: number } = {}) {
    this.#monotonic = monotonic;
    this.#longestMs = longestMs;
  }

  hasFor(key: string): boolean {
    const until = this.#aside.get(key);
    if (until === undefined) return true;
    if (this.#monotonic.now() < until) return false;
    this.#aside.delete(key);
    return true;
  }

  /** Waits for a batch, but not for long, and remembers how long that took, however it ends. Undefined: it is not done yet. */
  async wait<T>(key: string, batch: () => Promise<T>): Promise<T | undefined> {
    const began = this.#monotonic.now();
    let stop = (): void => undefined;
    const over = new Promise<undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), this.#longestMs);
      stop = () => clearTimeout(timer);
    });
    const asked = batch();
    // What comes too late is nobody's business, a failure neither.
    asked.catch(() => undefined);
    try {
      return await Promise.race([asked, over]);
    } finally {
      stop();
      this.#took(key, this.#monotonic.now() - began);
    }
  }

  #took(key: string, ms: number): void {
    if (ms < SLOW_MS) return void this.#strikes.delete(key);
    const strikes = (this.#strikes.get(key) ?? 0) + 1;
    this.#strikes.set(key, strikes);
    if (strikes < STRIKES) return;
    this.#strikes.delete(key);
    this.#aside.set(key, this.#monotonic.now() + ASIDE_MS);
  }
}
