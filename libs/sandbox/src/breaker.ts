import type { Clock } from '@sojourn/kernel';

export interface BreakerRules {
  /** Jobs in a row that died or hung and of which nothing came, before a plugin rests. */
  readonly failures: number;
  /** How long it rests before it is tried again. */
  readonly openMs: number;
}

interface Circuit {
  failures: number;
  openUntil: number | null;
  /** One job tries whether it is well again; the others wait for what comes of it. */
  trying: boolean;
}

/** Keeps code that only dies from taking the processes away from everybody, per workspace and plugin. */
export class Breaker {
  readonly #circuits = new Map<string, Circuit>();
  readonly #clock: Clock;
  readonly #rules: BreakerRules;

  constructor(clock: Clock, rules: BreakerRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  /** Null when the job may run; else until when nothing of this plugin runs, epoch milliseconds. */
  admit(key: string): number | null {
    const circuit = this.#circuits.get(key);
    if (circuit?.openUntil == null) return null;
    if (circuit.trying || this.#clock.now() < circuit.openUntil) return Math.max(circuit.openUntil, this.#clock.now());
    circuit.trying = true;
    return null;
  }

  /** What came of a job that was admitted. `hard`: something died or hung. `some`: something was answered. */
  report(key: string, came: { readonly hard: boolean; readonly some: boolean }): void {
    if (!came.hard || came.some) return void this.#circuits.delete(key);
    const circuit = this.#circuits.get(key) ?? { failures: 0, openUntil: null, trying: false };
    circuit.failures += 1;
    // A trial that fails opens it again at once.
    if (circuit.trying || circuit.failures >= this.#rules.failures)
      circuit.openUntil = this.#clock.now() + this.#rules.openMs;
    circuit.trying = false;
    this.#circuits.set(key, circuit);
  }
}
