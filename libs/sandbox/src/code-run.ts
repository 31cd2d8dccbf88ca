import { createHash } from 'node:crypto';
import type { SandboxJob, SandboxResult } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { faultOf, isPlain, isPlainText, printable, rebuilt, type OutputLimits } from './output.js';
import { PackedAnswers } from './packed-answers.js';
import { packed } from './packed-inputs.js';
import type { Pool } from './pool.js';
import type { Death, Said } from './runner.js';

export const MAX_SOURCE = 65_536;
/** Characters of JSON that all answers of one job may have together: what a script can make the engine hold. */
const MAX_JOB_OUTPUT = 16 * 1024 * 1024;
export const MAX_LOGS = 50;
export const MAX_LOG_LENGTH = 500;
/** Characters of input for each megabyte of the script's memory that are handed over at once. */
const INPUT_PER_MB = 16_384;
/** What a contact counts for beside its values. */
const INPUT_FOR_EACH = 64;
const WALL_PER_CPU = 4;
/** Contacts that may fail hard before the process is given to the next in the queue. */
const YIELD_AFTER = 4;

export interface CodeRules {
  readonly output: OutputLimits;
  /** Inputs of one job that may time out or run out of memory before the rest is refused unrun. */
  readonly maxFailures: number;
  readonly onLog?: ((line: string, input: JsonObject) => void) | undefined;
}

const TOO_MUCH: SandboxResult = {
  status: 'error',
  message: `the script returned more than ${MAX_JOB_OUTPUT} characters for the whole batch`,
  reason: 'rejected',
};

/** A script over many inputs: attempts until each has an answer. */
export class CodeRun {
  readonly #job: SandboxJob;
  readonly #pool: Pool;
  readonly #rules: CodeRules;
  readonly #tenant: string;
  readonly #program: { readonly hash: string; readonly code: string };
  readonly #results: (SandboxResult | undefined)[];
  #answered = 0;
  /** Inputs that died or hung. */
  failures = 0;

  constructor(job: SandboxJob, tenant: string, pool: Pool, rules: CodeRules) {
    this.#job = job;
    this.#pool = pool;
    this.#rules = rules;
    this.#tenant = tenant;
    this.#program = { code: job.source, hash: hashOf(job.source) };
    this.#results = new Array<SandboxResult | undefined>(job.inputs.length);
  }

  async results(): Promise<readonly SandboxResult[]> {
    let alone = false;
    let open = this.#job.inputs.map((_, index) => index);
    while (open.length > 0) {
      if (this.failures >= this.#rules.maxFailures) {
        const message = `not run: the script already failed hard for ${this.failures} contacts of this batch`;
        for (const index of open) this.#results[index] = { status: 'timeout', message };
        break;
      }
      const attempt = this.#part(open);
      const end = await this.#attempt(attempt.indices, attempt.body, alone);
      const unanswered = (index: number): boolean => this.#results[index] === undefined;
      if (end.end === 'done') {
        // A process that says it is done and is not has been tampered with.
        for (const index of attempt.indices)
          this.#results[index] ??= { status: 'error', message: 'the sandbox gave no answer' };
      } else if (end.end === 'died') {
        // Alone, the one that was running is known; in company only a child that says so itself accuses.
        const named = end.index === null ? [] : attempt.indices.slice(end.index, end.index + 1).filter(unanswered);
        const culprit =
          alone || end.of === 'timeout'
            ? (named[0] ?? (alone ? attempt.indices.find(unanswered) : undefined))
            : undefined;
        if (culprit !== undefined) {
          this.failures += 1;
          this.#results[culprit] =
            end.of === 'timeout'
              ? { status: 'timeout', message: 'ran longer than allowed' }
              : { status: 'memory', message: 'used more memory than allowed' };
        }
        alone = true;
      }
      open = open.filter(unanswered);
    }
    // Every round answers at least one input or turns to one by one, so nothing is open here.
    return this.#results as SandboxResult[];
  }

  /** As many of the open inputs as a script's memory should be asked to hold. */
  #part(open: readonly number[]): { readonly indices: readonly number[]; readonly body: string } {
    const { inputs, memoryMb } = this.#job;
    let indices = open;
    for (;;) {
      const body = packed(indices.length === inputs.length ? inputs : indices.map((index) => inputs[index]!)); // open ones
      const share = (memoryMb * INPUT_PER_MB) / (body.length + indices.length * INPUT_FOR_EACH);
      if (share >= 1 || indices.length === 1) return { indices, body };
      indices = indices.slice(0, Math.max(1, Math.floor(indices.length * share * 0.9)));
    }
  }

  async #attempt(indices: readonly number[], body: string, alone: boolean): Promise<AttemptEnd> {
    const { timeoutMs, memoryMb } = this.#job;
    const { characters, depth, keys } = this.#rules.output;
    const limits = { output: characters, depth, keys, logs: MAX_LOGS, logLength: MAX_LOG_LENGTH };
    const tenant = this.#tenant;
    const head = {
      t: 'run',
      tenant,
      timeoutMs,
      memoryMb,
      alone,
      limits,
      count: indices.length,
      yieldAfter: YIELD_AFTER,
    };
    const seat = await this.#pool.take(tenant, this.#program.hash);
    const began = performance.now();
    let cpuUs = 0;
    const end = await new Promise<AttemptEnd>((resolve) => {
      seat.runner.begin(this.#program, head, body, timeoutMs * WALL_PER_CPU, {
        heard: (said, text) => {
          if (typeof said['cpuUs'] === 'number') cpuUs = said['cpuUs'];
          if (said.t === 'end') return resolve({ end: said['early'] === true ? 'early' : 'done' });
          if (said.t === 'answers' && this.#answers(said, text, indices)) return;
          seat.runner.kill();
        },
        died: (of, index) => {
          // What it used up is not known; it was at work all that time, or should have been.
          cpuUs = Math.max(cpuUs, (performance.now() - began) * 1_000);
          resolve({ end: 'died', of, index });
        },
      });
    });
    seat.leave(cpuUs / 1_000);
    return end;
  }

  /** Takes answers down; false when this is nothing that our process would say. */
  #answers(said: Said, body: string, indices: readonly number[]): boolean {
    const { from, kinds, lines } = said;
    if (typeof from !== 'number' || typeof kinds !== 'string' || !Array.isArray(lines)) return false;
    for (const line of lines as unknown[]) this.#log(line, indices);
    this.#answered += body.length;
    // Rows alone: their names are looked at with their shapes.
    const plain = body.startsWith('[[],') ? isPlainText(body) : isPlain(body);
    const long = body.length > this.#rules.output.characters;
    try {
      const [others, values = [], ...trees] = JSON.parse(body) as unknown[];
      const rows = new PackedAnswers(values, trees, this.#rules.output, plain);
      if (!Array.isArray(others)) return false;
      let other = 0;
      for (let i = 0; i < kinds.length; i++) {
        const index = indices[from + i];
        const kind = kinds[i]!; // within the text
        if (index === undefined) return false;
        let result: SandboxResult;
        if (kind >= '0' && kind <= '9') result = { status: 'ok', value: rows.next(Number(kind)) };
        else if (other < others.length) result = this.#read(kind, others[other++], plain, long);
        else return false;
        if (this.#answered > MAX_JOB_OUTPUT) result = TOO_MUCH;
        if (result.status === 'timeout' || result.status === 'memory') this.failures += 1;
        this.#results[index] ??= result;
      }
      return other === others.length && rows.isEmpty;
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError) return false;
      throw error;
    }
  }

  #read(kind: string, value: unknown, plain: boolean, long: boolean): SandboxResult {
    if (kind === 'T') return { status: 'timeout', message: printable(String(value), 200) };
    if (kind === 'M') return { status: 'memory', message: printable(String(value), 200) };
    // The compiled function's head takes the first two lines.
    if (kind !== 'V') return { status: 'error', ...faultOf(value, 2) };
    try {
      const { output } = this.#rules;
      if (long && JSON.stringify(value).length > output.characters)
        throw new RangeError(`the script returned more than ${output.characters} characters`);
      return { status: 'ok', value: rebuilt(value, output, plain) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { status: 'error', message: error.message, reason: 'rejected' };
    }
  }

  #log(line: unknown, indices: readonly number[]): void {
    const { onLog } = this.#rules;
    if (!onLog || !Array.isArray(line)) return;
    const [at, text] = line as unknown[];
    const input = typeof at === 'number' ? this.#job.inputs[indices[at] ?? -1] : undefined;
    if (input && typeof text === 'string') onLog(printable(text, MAX_LOG_LENGTH), input);
  }
}

type AttemptEnd =
  { readonly end: 'done' | 'early' } | { readonly end: 'died'; readonly of: Death; readonly index: number | null };

const hashes = new Map<string, string>();
/** SHA-256 of a script. The last few are kept: a node's script is the same for every batch. */
function hashOf(source: string): string {
  let hash = hashes.get(source);
  if (hash === undefined) {
    hash = createHash('sha256').update(source).digest('hex');
    if (hashes.size >= 64) hashes.delete(hashes.keys().next().value!); // there are 64
    hashes.set(source, hash);
  }
  return hash;
}
