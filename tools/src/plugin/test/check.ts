import type { Bench } from './bench.js';

/** One row of the table that `plugin test` prints. */
export interface CheckResult {
  readonly check: string;
  readonly status: 'passed' | 'failed' | 'nothing to test';
  /** What was looked at, in a few words. */
  readonly detail: string;
  readonly problems: readonly string[];
  /** Worth a look, and no failure. */
  readonly notes?: readonly string[];
}

export interface Check {
  readonly name: string;
  run(bench: Bench): Promise<CheckResult>;
}

/** A check out of its problems; without anything looked at there is nothing to test. */
export function result(check: string, looked: number, what: string, problems: readonly string[]): CheckResult {
  const status = problems.length > 0 ? 'failed' : looked === 0 ? 'nothing to test' : 'passed';
  return { check, status, detail: `${looked} ${what}`, problems };
}
