import type { StepResult } from '@sojourn/execution';
import { quantile } from '../machine.js';

export interface LatenessSummary {
  readonly count: number;
  /** Milliseconds after the moment. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** When the last one was committed, by the engine's clock. */
  readonly lastAt: number;
}

/** How late timers were: from the moment a run was due to the moment its step was committed. */
export class Lateness {
  readonly #late: Float64Array;
  #count = 0;
  #lastAt = 0;

  /** Keeps up to `most`. */
  constructor(most: number) {
    this.#late = new Float64Array(most);
  }

  /** Steps that were committed at `now`. */
  add(steps: readonly StepResult[], now: number): void {
    for (const { run } of steps) {
      if (run.pending.kind !== 'timer' || this.#count === this.#late.length) continue;
      this.#late[this.#count++] = now - run.dueAt;
      this.#lastAt = now;
    }
  }

  summary(): LatenessSummary {
    const sorted = this.#late.subarray(0, this.#count).sort();
    return {
      count: this.#count,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      max: quantile(sorted, 1),
      lastAt: this.#lastAt,
    };
  }
}
