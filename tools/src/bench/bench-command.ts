import type { BenchOptions } from './options.js';

/** One benchmark of `npm run bench`. */
export interface BenchCommand {
  readonly name: string;
  /** One line of the overview. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** Options of its own beside those that all share: name and default. */
  readonly own?: { readonly [option: string]: string | boolean };
  /** Answers what was measured; throws when what the engine did is not what it should have done. */
  run(options: BenchOptions): Promise<BenchReport>;
}

export interface BenchReport {
  /** For programs: plain values, the units in the names. */
  readonly json: { readonly [field: string]: unknown };
  /** For people. */
  readonly text: string;
}
