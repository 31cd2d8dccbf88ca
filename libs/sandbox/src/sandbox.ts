import { availableParallelism } from 'node:os';
import type {
  GuestBatch,
  GuestBatchReport,
  GuestCall,
  GuestCallReport,
  GuestResult,
  GuestTenant,
  Sandbox,
  SandboxJob,
  SandboxResult,
} from '@sojourn/execution';
import { systemClock, type Clock, type JsonObject } from '@sojourn/kernel';
import { Breaker, type BreakerRules } from './breaker.js';
import { CodeRun, MAX_SOURCE } from './code-run.js';
import type { TenantBudget } from './fair-queue.js';
import { BatchRun, runCall, type Came } from './guest-run.js';
import type { OutputLimits } from './output.js';
import { Pool } from './pool.js';

export interface SandboxOptions {
  /** Jobs that compute at the same time, each in a process of its own. Default: one per core, four at most. */
  readonly processes?: number;
  /** Jobs more that may wait for the host at the same time, each keeping its process. Default: four for each process. */
  readonly waiting?: number;
  /** Processes started ahead of need, once the first was needed. Default 1. */
  readonly spares?: number;
  /** Jobs after which a process is replaced, whatever happened. Default 500. */
  readonly recycleAfter?: number;
  /** Inputs of one job that may time out or run out of memory before the rest is refused unrun. Default 20. */
  readonly maxFailures?: number;
  /** Lines a script logs (`log(...)`, `console.log(...)`), cut and escaped; at most 50 for each input. */
  readonly onLog?: (line: string, input: JsonObject) => void;
  readonly output?: Partial<OutputLimits>;
  /** A tenant's share of the processors. Default: 4 s of CPU time in 10 s; beyond it served after the others. */
  readonly budget?: TenantBudget;
  /** Default: after 5 jobs of which nothing came but deaths, a rest of 30 s. */
  readonly breaker?: BreakerRules;
  /** For budgets and rests. */
  readonly clock?: Clock;
  /** A process is ready; how long its start took. */
  readonly onProcess?: (started: { readonly pid: number; readonly ms: number }) => void;
}

const OUTPUT: OutputLimits = { characters: 262_144, depth: 32, keys: 5_000 };
const BUDGET: TenantBudget = { cpuMs: 4_000, windowMs: 10_000 };
const BREAKER: BreakerRules = { failures: 5, openMs: 30_000 };
/** A script's results are for good, a plugin's item comes again: scripts rest later. */
const SCRIPT_PATIENCE = 4;
const NOBODY: GuestTenant = { workspaceId: 0, plugin: 'code' };

/**
 * Runs the code of others in disposable processes that hold isolated-vm isolates: no environment, no files, no network.
 * Each batch gets a fresh context. README.md says what is promised and why.
 *
 * A script sees `contact` (the input's `contact`, else the whole input), `context` (the input) and `log`. Time stands at
 * `input.at` (epoch milliseconds, else 0), chance is seeded by the input, intrinsics are frozen: an input's answer depends on the
 * input alone, not on its batch, its machine or the day. `timeoutMs` is CPU time, so that a busy machine does not fail an honest
 * script; on the wall it may be four times as long.
 *
 * Code that ends the process does not take its batch along: what is unanswered is run again in parts, and only what kills its
 * process again fails. What the host was asked is not carried out twice for that.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new ProcessSandbox(options);
}

class ProcessSandbox implements Sandbox {
  readonly #pool: Pool;
  readonly #breaker: Breaker;
  readonly #scripts: Breaker;
  readonly #clock: Clock;
  readonly #options: SandboxOptions;

  constructor(options: SandboxOptions) {
    const processes = options.processes ?? Math.min(4, availableParallelism());
    const clock = options.clock ?? systemClock;
    this.#options = options;
    this.#clock = clock;
    const rules = options.breaker ?? BREAKER;
    this.#breaker = new Breaker(clock, rules);
    this.#scripts = new Breaker(clock, { ...rules, failures: rules.failures * SCRIPT_PATIENCE });
    this.#pool = new Pool({
      processes,
      waiting: options.waiting ?? processes * 4,
      spares: options.spares ?? 1,
      recycleAfter: options.recycleAfter ?? 500,
      budget: options.budget ?? BUDGET,
      clock,
      onProcess: options.onProcess,
    });
  }

  async run(job: SandboxJob): Promise<readonly SandboxResult[]> {
    if (job.inputs.length === 0) return [];
    const all = (result: SandboxResult): SandboxResult[] => job.inputs.map(() => result);
    if (job.source.length > MAX_SOURCE)
      return all({
        status: 'error',
        message: `the script is longer than ${MAX_SOURCE} characters`,
        reason: 'rejected',
      });
    const tenant = tenantKey(job.tenant ?? NOBODY);
    // A workspace's scripts fail each for itself.
    const circuit = job.tenant && `${tenant} ${job.source}`;
    const until = circuit === undefined ? null : this.#scripts.admit(circuit);
    if (until !== null) return all({ status: 'timeout', message: `not run: ${this.#resting(until)}` });
    const { maxFailures = 20, onLog, output } = this.#options;
    const run = new CodeRun(job, tenant, this.#pool, { output: { ...OUTPUT, ...output }, maxFailures, onLog });
    let came: Came = { hard: false, some: false };
    try {
      const results = await run.results();
      came = { hard: run.failures > 0, some: results.some(({ status }) => status === 'ok' || status === 'error') };
      return results;
    } finally {
      if (circuit !== undefined) this.#scripts.report(circuit, came);
    }
  }

  async runBatch(batch: GuestBatch): Promise<GuestBatchReport> {
    const key = tenantKey(batch.tenant);
    const refusal = this.#refusal(key);
    if (refusal) return { ...NOTHING, results: batch.items.map(() => refusal) };
    const { came, ...report } = await this.#watched(key, () => new BatchRun(batch, this.#shared(key)).report());
    return report;
  }

  async call(call: GuestCall): Promise<GuestCallReport> {
    const key = tenantKey(call.tenant);
    const refusal = this.#refusal(key);
    if (refusal) return { ...NOTHING, result: refusal };
    const { came, ...report } = await this.#watched(key, () => runCall(call, this.#shared(key)));
    return report;
  }

  #shared(tenant: string) {
    return { pool: this.#pool, tenant };
  }

  #refusal(key: string): GuestResult | undefined {
    if (this.#pool.refuses(key))
      return { status: 'limit', message: 'the workspace has used up its share of the processors' };
    const until = this.#breaker.admit(key);
    return until === null ? undefined : { status: 'circuit-open', message: this.#resting(until) };
  }

  #resting(until: number): string {
    const seconds = Math.ceil((until - this.#clock.now()) / 1_000);
    return `it only died or hung when it was last run, and is tried again in ${seconds} s`;
  }

  async #watched<Report extends { readonly came: Came }>(key: string, work: () => Promise<Report>): Promise<Report> {
    let came: Came = { hard: false, some: false };
    try {
      const report = await work();
      came = report.came;
      return report;
    } finally {
      this.#breaker.report(key, came);
    }
  }

  close(): Promise<void> {
    this.#pool.close();
    return Promise.resolve();
  }
}

const NOTHING = { log: [], cpuMs: 0, wallMs: 0, calls: [] };

function tenantKey({ workspaceId, plugin }: GuestTenant): string {
  return `${workspaceId} ${plugin}`;
}
