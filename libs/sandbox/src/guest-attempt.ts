import type { GuestLimits, GuestProgram, HostCall } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { faultOf, isPlain, printable, rebuilt, type OutputLimits } from './output.js';
import { UNANSWERED, type RecordedEntry, type Recording } from './recording.js';
import type { Pool } from './pool.js';
import type { Said } from './runner.js';

export interface AttemptJob {
  readonly program: GuestProgram;
  /** The key of the tenant. */
  readonly tenant: string;
  readonly limits: GuestLimits;
  readonly at: number;
  readonly seed: string;
  readonly entry: string;
  readonly input: string;
  /** How many items the input brings as columns; -1: it is JSON for the bundle. */
  readonly count: number;
  /** CPU milliseconds of this attempt. */
  readonly cpuMs: number;
  /** Items (keys) of this attempt, where they are not all. */
  readonly group?: readonly number[];
}

export type AttemptEnd =
  /** `kinds`: the text is decisions as rows, else what the bundle answered. */
  | { readonly status: 'ok'; readonly text: string; readonly kinds?: string }
  | { readonly status: 'error' | 'timeout' | 'memory' | 'limit'; readonly message: string };

export interface Attempted {
  readonly end: AttemptEnd;
  readonly log: readonly string[];
  readonly cpuMs: number;
  /** What it was told by the host. */
  readonly used: readonly RecordedEntry[];
}

/** What the arguments of one host call may be. */
const ARGUMENTS: OutputLimits = { characters: 262_144, depth: 32, keys: 5_000 };
export const MAX_PLUGIN_OUTPUT = 4 * 1024 * 1024;
const MAX_LOGS = 50;
const MAX_LOG_LENGTH = 1_000;
const MAX_SOURCE = 4 * 1024 * 1024;
const WALL_PER_CPU = 4;

/** What a turn of the guest brings, checked. */
interface Turn {
  readonly ended: string;
  readonly rest: string;
  readonly lines: readonly string[];
  readonly calls: readonly { readonly id: number; readonly op: string; readonly args: JsonObject | null }[];
}

/**
 * One run of a plugin's function in one process, turn by turn: it computes until it waits, the host carries out what it asks,
 * it goes on. `deadline` answers how many milliseconds on the wall are left; waiting for the host counts there alone.
 */
export async function attempt(
  job: AttemptJob,
  pool: Pool,
  recording: Recording,
  deadline: () => number,
): Promise<Attempted> {
  if (job.program.code.length > MAX_SOURCE)
    return nothing({ status: 'error', message: `the bundle is longer than ${MAX_SOURCE} characters` });
  const seat = await pool.take(job.tenant, job.program.hash);
  const log: string[] = [];
  const used: RecordedEntry[] = [];
  let cpuUs = 0;
  let turnBegan = performance.now();
  let end: AttemptEnd | undefined;
  let rounds = 0;
  await new Promise<void>((resolve) => {
    /** It is over; the process is told, and says when it has cleared up. */
    const finish = (with_: AttemptEnd): void => {
      end ??= with_;
      seat.runner.send({ t: 'stop' });
    };
    const answer = async (turn: Turn): Promise<void> => {
      const asked: HostCall[] = [];
      for (const { op, args } of turn.calls) if (args) asked.push({ op, args });
      const entries = recording.ask(asked, job.group);
      used.push(...entries);
      seat.runner.patient();
      seat.park();
      const inTime = await within(deadline(), entries);
      await seat.unpark();
      turnBegan = performance.now();
      if (!inTime) return finish({ status: 'timeout', message: 'waited for the host longer than allowed' });
      const replies = turn.calls.map(({ id, args }) => [
        id,
        JSON.stringify(
          args === null
            ? { error: { code: 'bad-call', message: 'the arguments are not the JSON of an object within the limits' } }
            : entries.shift()!.reply, // one for each call that has arguments
        ),
      ]);
      seat.runner.send({ t: 'replies' }, JSON.stringify(replies));
    };
    const heard = (said: Said, body: string): void => {
      if (typeof said['cpuUs'] === 'number') cpuUs = said['cpuUs'];
      if (said.t === 'end') return resolve();
      if (said.t === 'failed') return void (end ??= failed(said['kind'], body));
      const turn = said.t === 'turn' && end === undefined ? readTurn(body) : undefined;
      if (!turn) return seat.runner.kill(); // no process of ours speaks so
      for (const line of turn.lines) if (log.length < MAX_LOGS) log.push(printable(line, MAX_LOG_LENGTH));
      if (turn.ended !== '') return finish(ended(turn));
      if (turn.calls.length === 0)
        return finish({ status: 'timeout', message: 'waits for a promise that never settles' });
      rounds += 1;
      if (rounds > job.limits.calls + 1)
        return finish({ status: 'limit', message: `came back to the host more than ${job.limits.calls} times` });
      answer(turn).catch(() => seat.runner.kill()); // only a pool that closes
    };
    const { cpuMs, limits, tenant, entry, at, seed, count } = job;
    const caps = { args: ARGUMENTS.characters, output: MAX_PLUGIN_OUTPUT, logs: MAX_LOGS, logLength: MAX_LOG_LENGTH };
    const head = {
      t: 'call',
      tenant,
      entry,
      count,
      at,
      seed,
      cpuMs,
      memoryMb: limits.memoryMb,
      calls: limits.calls,
      limits: caps,
    };
    seat.runner.begin(job.program, head, job.input, cpuMs * WALL_PER_CPU, {
      heard,
      died: (of) => {
        cpuUs = Math.max(cpuUs, (performance.now() - turnBegan) * 1_000);
        end ??=
          of === 'timeout'
            ? { status: 'timeout', message: 'ran longer than allowed' }
            : { status: 'memory', message: 'used more memory than allowed' };
        resolve();
      },
    });
  });
  seat.leave(cpuUs / 1_000);
  // `resolve` is called after `end` is set, but for a process that stops without a word.
  end ??= { status: 'error', message: 'the sandbox gave no answer' };
  return { end, log, cpuMs: cpuUs / 1_000, used };
}

const nothing = (end: AttemptEnd): Attempted => ({ end, log: [], cpuMs: 0, used: [] });

/** Whether all were answered before the time was over. */
async function within(leftMs: number, entries: readonly RecordedEntry[]): Promise<boolean> {
  const late = (): boolean =>
    entries.some(({ reply }) => reply === undefined || ('error' in reply && reply.error.code === UNANSWERED));
  if (entries.some(({ reply }) => reply === undefined) && leftMs > 0) {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, leftMs)));
    await Promise.race([Promise.all(entries.map(({ answered }) => answered)), over]);
    clearTimeout(timer);
  }
  return !late();
}

function ended({ ended: kind, rest }: Turn): AttemptEnd {
  if (kind === 'V' || kind === 'P') {
    if (rest.length > MAX_PLUGIN_OUTPUT)
      return { status: 'limit', message: `answered more than ${MAX_PLUGIN_OUTPUT} characters` };
    if (kind === 'V') return { status: 'ok', text: rest };
    const colon = rest.indexOf(':');
    const begin = colon + 1 + Number(rest.slice(0, colon));
    return { status: 'ok', text: rest.slice(begin), kinds: rest.slice(colon + 1, begin) };
  }
  if (kind === 'X') return { status: 'limit', message: printable(rest, 200) };
  let error: unknown;
  try {
    error = JSON.parse(rest);
  } catch {
    // A cut or forged report still counts as a failure of the plugin.
  }
  return { status: 'error', message: faultOf(error, Infinity).message };
}

function failed(kind: unknown, text: string): AttemptEnd {
  const status = kind === 'T' ? 'timeout' : kind === 'M' ? 'memory' : 'error';
  return { status, message: printable(text, 500) };
}

/** `LENGTH:{"ended","calls","lines"}REST`; undefined when it is not that. */
function readTurn(body: string): Turn | undefined {
  try {
    const colon = body.indexOf(':');
    const length = Number(body.slice(0, colon));
    const {
      ended: kind,
      calls,
      lines,
    } = JSON.parse(body.slice(colon + 1, colon + 1 + length)) as Record<string, unknown>;
    if (typeof kind !== 'string' || !Array.isArray(calls) || !Array.isArray(lines)) return undefined;
    return {
      ended: kind,
      rest: body.slice(colon + 1 + length),
      lines: (lines as unknown[]).filter((line) => typeof line === 'string'),
      calls: (calls as unknown[]).map((call) => {
        const [id, op, args] = call as unknown[];
        if (typeof id !== 'number' || typeof op !== 'string' || typeof args !== 'string')
          throw new TypeError('no call');
        return { id, op, args: objectOf(args) };
      }),
    };
  } catch {
    return undefined;
  }
}

function objectOf(text: string): JsonObject | null {
  try {
    const value = rebuilt(JSON.parse(text), ARGUMENTS, isPlain(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
