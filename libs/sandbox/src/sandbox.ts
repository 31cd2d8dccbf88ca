import { availableParallelism } from 'node:os';
import { OperationalError, type JsonObject } from '@sojourn/kernel';
import type { Sandbox, SandboxJob, SandboxResult } from '@sojourn/execution';
import { errorMessage, printable, sanitized, type OutputLimits } from './output.js';
import { Runner, type Line } from './runner.js';

export interface SandboxOptions {
  /** Processes at most; each runs one job at a time. Default: one per core, four at most. */
  readonly processes?: number;
  /** Jobs after which a process is replaced, whatever happened. Default 500. */
  readonly recycleAfter?: number;
  /** Inputs of one job that may time out or run out of memory before the rest is refused unrun. Default 20. */
  readonly maxFailures?: number;
  /** Lines a script logs (`log(...)`, `console.log(...)`), cut and escaped; at most 50 for each input. */
  readonly onLog?: (line: string, input: JsonObject) => void;
  readonly output?: Partial<OutputLimits>;
}

const MAX_SOURCE = 65_536;
/** Characters of JSON that all answers of one job may have together: what a script can make the engine hold. */
const MAX_JOB_OUTPUT = 16 * 1024 * 1024;
const MAX_LOGS = 50;
const MAX_LOG_LENGTH = 500;
const OUTPUT: OutputLimits = { characters: 262_144, depth: 32, keys: 5_000 };

/**
 * Runs the code of others in disposable processes that hold isolated-vm isolates: no environment, no files, no network.
 * Each job gets a fresh isolate. A script sees `contact` (the input's `contact`, else the whole input), `context` (the
 * input) and `log`. Time stands at `input.at` (epoch milliseconds, else 0), chance is seeded by the input, intrinsics are
 * frozen: an input's answer depends on the input alone, not on its batch, its machine or the day. `timeoutMs` is CPU time, so that
 * a busy machine does not fail an honest script; on the wall it may be four times as long.
 *
 * A script that ends the process does not take its batch along: unanswered inputs are run again one by one, and only
 * the one that kills its process again fails.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new ProcessSandbox(options);
}

const TOO_MUCH: SandboxResult = {
  status: 'error',
  message: `the script returned more than ${MAX_JOB_OUTPUT} characters for the whole batch`,
};

class ProcessSandbox implements Sandbox {
  readonly #options: Required<Pick<SandboxOptions, 'processes' | 'recycleAfter' | 'maxFailures'>> & SandboxOptions;
  readonly #limits: OutputLimits;
  readonly #idle: { runner: Runner; jobs: number }[] = [];
  readonly #busy = new Set<Runner>();
  readonly #queue: (() => void)[] = [];
  #closed = false;

  constructor(options: SandboxOptions) {
    this.#options = { processes: Math.min(4, availableParallelism()), recycleAfter: 500, maxFailures: 20, ...options };
    this.#limits = { ...OUTPUT, ...options.output };
  }

  async run(job: SandboxJob): Promise<readonly SandboxResult[]> {
    if (job.inputs.length === 0) return [];
    if (job.source.length > MAX_SOURCE) {
      const message = `the script is longer than ${MAX_SOURCE} characters`;
      return job.inputs.map(() => ({ status: 'error', message }));
    }
    const texts = job.inputs.map((input) => JSON.stringify(input));
    const results = new Array<SandboxResult | undefined>(texts.length);
    let alone = false;
    let failures = 0;
    let answered = 0;
    for (;;) {
      const open = texts.flatMap((_, index) => (results[index] === undefined ? [index] : []));
      if (open.length === 0) break;
      if (failures >= this.#options.maxFailures) {
        const message = `not run: the script already failed hard for ${failures} contacts of this batch`;
        for (const index of open) results[index] = { status: 'timeout', message };
        break;
      }
      const end = await this.#attempt(
        job,
        open.map((index) => texts[index]!),
        alone,
        ([at, kind, text]) => {
          const index = open[at];
          if (index === undefined) return;
          if (kind === 'L') return this.#options.onLog?.(printable(text, MAX_LOG_LENGTH), job.inputs[index]!);
          answered += text.length;
          results[index] ??= answered > MAX_JOB_OUTPUT ? TOO_MUCH : this.#read(kind, text);
          if (kind === 'T' || kind === 'M') failures += 1;
          return failures >= this.#options.maxFailures ? 'stop' : undefined;
        },
      );
      if (end.end === 'done') {
        // A process that says it is done and is not has been tampered with.
        for (const index of open) results[index] ??= { status: 'error', message: 'the sandbox gave no answer' };
        break;
      }
      if (end.of === 'stopped') continue;
      // Alone, the one that was running is known; in company only a child that says so itself accuses.
      const unanswered = (index: number): boolean => results[index] === undefined;
      const named = end.index === null ? [] : open.slice(end.index, end.index + 1).filter(unanswered);
      const culprit =
        alone || end.of === 'timeout' ? (named[0] ?? (alone ? open.find(unanswered) : undefined)) : undefined;
      if (culprit !== undefined) {
        failures += 1;
        results[culprit] =
          end.of === 'timeout'
            ? { status: 'timeout', message: 'ran longer than allowed' }
            : { status: 'memory', message: 'used more memory than allowed' };
      }
      alone = true;
    }
    // Every round answers at least one input or turns to one by one, so nothing is open here.
    return results as SandboxResult[];
  }

  #read(kind: Line[1], text: string): SandboxResult {
    if (kind === 'T') return { status: 'timeout', message: printable(text, 200) };
    if (kind === 'M') return { status: 'memory', message: printable(text, 200) };
    if (kind === 'E') return { status: 'error', message: errorMessage(text) };
    try {
      return { status: 'ok', value: sanitized(text, this.#limits) };
    } catch (error) {
      return {
        status: 'error',
        message: error instanceof RangeError ? error.message : 'the script returned something that is not data',
      };
    }
  }

  async #attempt(
    job: SandboxJob,
    inputs: readonly string[],
    alone: boolean,
    onLine: (line: Line) => 'stop' | void | undefined,
  ) {
    const seat = await this.#take();
    let stopped = false;
    try {
      const { characters, depth, keys } = this.#limits;
      const limits = { output: characters, depth, keys, logs: MAX_LOGS, logLength: MAX_LOG_LENGTH };
      const { source, timeoutMs, memoryMb } = job;
      const end = await seat.runner.run({ source, inputs, timeoutMs, memoryMb, alone, limits }, (line) => {
        if (stopped || onLine(line) !== 'stop') return;
        stopped = true;
        seat.runner.kill();
      });
      return stopped ? ({ end: 'died', of: 'stopped', index: null } as const) : end;
    } finally {
      this.#give(seat);
    }
  }

  async #take(): Promise<{ runner: Runner; jobs: number }> {
    for (;;) {
      if (this.#closed)
        throw new OperationalError('The sandbox is closed: the engine is stopping.', { code: 'sandbox.closed' });
      let seat = this.#idle.pop();
      if (seat !== undefined && !seat.runner.usable) continue;
      if (seat === undefined && this.#busy.size < this.#options.processes) seat = { runner: new Runner(), jobs: 0 };
      if (seat !== undefined) {
        this.#busy.add(seat.runner);
        return seat;
      }
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
  }

  #give(seat: { runner: Runner; jobs: number }): void {
    this.#busy.delete(seat.runner);
    seat.jobs += 1;
    if (this.#closed || seat.jobs >= this.#options.recycleAfter) seat.runner.kill();
    if (seat.runner.usable) this.#idle.push(seat);
    this.#queue.shift()?.();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { runner } of this.#idle.splice(0)) runner.kill();
    for (const runner of this.#busy) runner.kill();
    for (const wake of this.#queue.splice(0)) wake();
  }
}
