import type { Clock } from '@sojourn/kernel';

/** A batch of a plugin that takes longer holds up everybody else of its worker noticeably. */
const SLOW_MS = 1_000;
/** In a row: the first may have waited for a process to start. */
const STRIKES = 2;
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

  constructor(monotonic: Clock) {
    this.#monotonic = monotonic;
  }

  hasFor(key: string): boolean {
    const until = this.#aside.get(key);
    if (until === undefined) return true;
    if (this.#monotonic.now() < until) return false;
    this.#aside.delete(key);
    return true;
  }

  /** Waits for a batch and remembers how long that took, however it ends. */
  async wait<T>(key: string, batch: () => Promise<T>): Promise<T> {
    const began = this.#monotonic.now();
    try {
      return await batch();
    } finally {
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
