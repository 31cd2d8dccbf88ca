import type { GuestBatch, GuestBatchReport, GuestCall, GuestCallReport, GuestResult } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import { attempt, type Attempted } from './guest-attempt.js';
import { DECISION, isPlain, rebuilt, type OutputLimits } from './output.js';
import { PackedAnswers } from './packed-answers.js';
import { packed } from './packed-inputs.js';
import type { Pool } from './pool.js';
import { Recording, type RecordedEntry } from './recording.js';

/** What the answer of another function than `execute` may be. */
const CALL_ANSWER: OutputLimits = { characters: 1_048_576, depth: 32, keys: 50_000 };
/** An attempt at part of a batch has that part of the CPU time, but no less than this: starting costs the same. */
const LEAST_CPU_MS = 50;
/** Likewise of the host calls, so that a culprit does not use up what the others need: all attempts together make twice as many. */
const LEAST_CALLS = 10;
/** How many times the CPU time of the batch all its attempts may take together. */
const MAX_CPU = 6;

interface Shared {
  readonly pool: Pool;
  readonly tenant: string;
}

/** Hard: something died, hung or flooded. Soft: the code threw. What the circuit breaker wants to know. */
export interface Came {
  readonly hard: boolean;
  readonly some: boolean;
}

/** One of a plugin's functions, once. */
export async function runCall(job: GuestCall, { pool, tenant }: Shared): Promise<GuestCallReport & { came: Came }> {
  const began = performance.now();
  const { program, limits, at, seed, entry, host, recorded } = job;
  const recording = new Recording(host, limits.calls, recorded);
  const deadline = (): number => began + limits.wallMs - performance.now();
  const input = JSON.stringify(job.input);
  const done = await attempt(
    { program, tenant, limits, at, seed, entry, input, count: -1, cpuMs: limits.cpuMs },
    pool,
    recording,
    deadline,
  );
  const result = callResult(done);
  return {
    result,
    log: done.log,
    cpuMs: done.cpuMs,
    wallMs: performance.now() - began,
    calls: recording.calls(),
    came: { hard: isHard(result), some: result.status === 'ok' },
  };
}

function callResult({ end }: Attempted): GuestResult {
  if (end.status !== 'ok') return end;
  try {
    if (end.text.length > CALL_ANSWER.characters)
      return { status: 'limit', message: `answered more than ${CALL_ANSWER.characters} characters` };
    return { status: 'ok', value: rebuilt(JSON.parse(end.text), CALL_ANSWER, isPlain(end.text)) };
  } catch (error) {
    return notData(error);
  }
}

/** `execute` over items. Attempts at halves, and halves of halves, until what dies or hangs is alone. */
export class BatchRun {
  readonly #job: GuestBatch;
  readonly #shared: Shared;
  readonly #recording: Recording;
  readonly #results: (GuestResult | undefined)[];
  readonly #log: string[] = [];
  readonly #places: ReadonlyMap<Json, number>;
  readonly #began = performance.now();
  #cpuMs = 0;
  #hard = false;

  constructor(job: GuestBatch, shared: Shared) {
    this.#job = job;
    this.#shared = shared;
    this.#recording = new Recording(job.host, job.limits.calls * 2, job.recorded);
    this.#results = new Array<GuestResult | undefined>(job.items.length);
    this.#places = new Map(job.items.map((item, index) => [item['key'] ?? index, index]));
  }

  async report(): Promise<GuestBatchReport & { came: Came }> {
    const all = this.#job.items.map((_, index) => index);
    const groups = all.length > 0 ? [all] : [];
    let failures = 0;
    // Enough to find a few culprits; of a plugin that throws for everybody not every item is tried alone.
    const most = 16 + 4 * Math.ceil(Math.log2(all.length + 1));
    for (let group = groups.shift(); group; group = groups.shift()) {
      const done = await this.#attempt(group);
      this.#cpuMs += done.cpuMs;
      if (done.end.status === 'ok') {
        this.#log.push(...done.log);
        this.#take(group, done.end);
        continue;
      }
      failures += 1;
      if (isHard(done.end)) this.#hard = true;
      const spent = failures >= most || this.#cpuMs >= this.#job.limits.cpuMs * MAX_CPU;
      if (group.length === 1 || spent) {
        this.#log.push(...done.log);
        for (const index of group) this.#results[index] = done.end;
        if (spent)
          for (const index of groups.splice(0).flat())
            this.#results[index] = {
              status: done.end.status,
              message: `not run: others of this batch took all its time`,
            };
        continue;
      }
      // They are run again, and find what they were told. Of one that is given up, nobody else shall have the replies.
      this.#recording.giveBack(done.used as RecordedEntry[]);
      const half = group.length >> 1;
      groups.unshift(group.slice(0, half), group.slice(half));
    }
    const results = this.#results as GuestResult[]; // every group ends in an answer for each of its items
    return {
      results,
      log: this.#log,
      cpuMs: this.#cpuMs,
      wallMs: performance.now() - this.#began,
      calls: this.#recording.calls(),
      came: { hard: this.#hard, some: results.some(({ status }) => status === 'ok') },
    };
  }

  #attempt(group: readonly number[]): Promise<Attempted> {
    const { program, limits, at, seed, head, items } = this.#job;
    const { pool, tenant } = this.#shared;
    const share = group.length / items.length;
    const cpuMs = Math.max(limits.cpuMs * share, Math.min(limits.cpuMs, LEAST_CPU_MS));
    const text = packed(group.map((index) => keyed(items[index]!, index))); // within the list
    const input = `[${JSON.stringify(head)},${text.slice(1)}`;
    const deadline = (): number => this.#began + limits.wallMs - performance.now();
    const calls = Math.max(Math.ceil(limits.calls * share), Math.min(limits.calls, LEAST_CALLS));
    const some = group.length < items.length ? { group } : {};
    const what = { program, entry: 'execute', input, count: group.length, ...some };
    const job = { ...what, tenant, limits: { ...limits, calls }, at, seed, cpuMs };
    return attempt(job, pool, this.#recording, deadline);
  }

  /** Each item's one decision; none, or two, is that item's failure alone. */
  #take(group: readonly number[], { text, kinds }: { readonly text: string; readonly kinds?: string }): void {
    const decisions = decisionsIn(text, kinds);
    if (decisions === undefined) {
      const wrong: GuestResult = {
        status: 'error',
        message: 'execute answered something other than { decisions: [...] }',
      };
      for (const index of group) this.#results[index] = wrong;
      return;
    }
    const mine = new Set(group);
    for (const { given, result } of decisions) {
      const key = typeof given === 'object' && given !== null ? (given as JsonObject)['item'] : undefined;
      const index = key === undefined ? undefined : this.#places.get(key);
      if (index === undefined || !mine.has(index)) continue; // of nobody who was asked about
      this.#results[index] = this.#results[index]
        ? { status: 'answered-twice', message: 'execute decided more than once about this item' }
        : result;
    }
    for (const index of group)
      this.#results[index] ??= { status: 'unanswered', message: 'execute decided nothing about this item' };
  }
}

interface Decided {
  /** As it came. */
  readonly given: unknown;
  readonly result: GuestResult;
}

/** The decisions that a bundle answered, as JSON or as rows; undefined when it answered none, or no process of ours says so. */
function decisionsIn(text: string, kinds: string | undefined): readonly Decided[] | undefined {
  const plain = isPlain(text);
  const json = (given: unknown): Decided => ({ given, result: decided(given, plain) });
  try {
    if (kinds === undefined) {
      const decisions = (JSON.parse(text) as { decisions?: unknown } | null)?.decisions;
      return Array.isArray(decisions) ? decisions.map(json) : undefined;
    }
    const [others, values, ...trees] = JSON.parse(text) as unknown[];
    if (!Array.isArray(others)) return undefined;
    const rows = new PackedAnswers(values, trees, DECISION, plain);
    let other = 0;
    return Array.from(kinds, (kind): Decided => {
      if (kind === 'V') return json(others[other++]);
      const value = rows.next(Number(kind));
      return { given: value, result: { status: 'ok', value } };
    });
  } catch {
    return undefined;
  }
}

function decided(decision: unknown, plain: boolean): GuestResult {
  try {
    return { status: 'ok', value: rebuilt(decision, DECISION, plain) };
  } catch (error) {
    return notData(error);
  }
}

function keyed(item: JsonObject, index: number): JsonObject {
  return 'key' in item ? item : { ...item, key: index };
}

function notData(error: unknown): GuestResult {
  if (error instanceof RangeError)
    return { status: 'limit', message: error.message.replace('the script returned', 'answered') };
  return { status: 'error', message: 'the answer is not JSON' };
}

function isHard({ status }: { readonly status: string }): boolean {
  return status === 'timeout' || status === 'memory' || status === 'limit';
}
