import { advance, type Engine, type Progress } from '@sojourn/execution';
import type { VirtualClock } from '@sojourn/kernel';
import { chunkLength, type DueTimers } from './chunks.js';
import type { ReadLine } from './event-file.js';
import type { ReplayEvent } from './event-line.js';

/** How far a replay has come: kept in the same transaction as the events it counts. */
export interface Counters {
  /** Lines taken in, in the order of reading. */
  lines: number;
  events: number;
  malformed: number;
  /** The first few malformed lines, with their number and what is wrong. */
  problems: { readonly line: number; readonly problem: string }[];
  steps: number;
  wakes: number;
}

export interface ReplayParts {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly batchSize: number;
  readonly relevant: ReadonlySet<string>;
  /** Stores events and progress in one transaction; an event whose id is known already changes nothing. */
  store(events: readonly ReplayEvent[], counters: Counters): Promise<void>;
  /** Timers due up to a moment, by user id. */
  dueTimers(until: number): Promise<DueTimers>;
  progress(counters: Counters): void;
}

export const noCounters = (): Counters => ({
  lines: 0,
  events: 0,
  malformed: 0,
  problems: [],
  steps: 0,
  wakes: 0,
});

const PROBLEMS_KEPT = 100;
/** Events looked at together when a chunk is cut. */
const WINDOW = 1_000;

/** Feeds the lines through the engine in the order of time, timers firing between events; goes on after `done.lines`. */
export async function replay(lines: AsyncIterable<ReadLine>, parts: ReplayParts, done: Counters): Promise<Counters> {
  const counters: Counters = { ...done, problems: [...done.problems] };
  const window: ReplayEvent[] = [];
  let skip = done.lines;
  if (skip > 0) await settle(parts, parts.clock.now(), counters); // What the crash left half done.
  for await (const line of lines) {
    if (skip > 0) {
      skip--;
      continue;
    }
    if ('problem' in line) {
      // Lines are counted with the chunk that holds the events before them, so that resuming skips neither.
      while (window.length > 0) await takeChunk(window, parts, counters);
      counters.lines++;
      counters.malformed++;
      if (counters.problems.length < PROBLEMS_KEPT)
        counters.problems.push({ line: line.number, problem: line.problem });
      await parts.store([], counters);
      continue;
    }
    window.push(line.event);
    if (window.length >= WINDOW) await takeChunk(window, parts, counters);
  }
  while (window.length > 0) await takeChunk(window, parts, counters);
  await settle(parts, parts.clock.now(), counters);
  return counters;
}

async function takeChunk(window: ReplayEvent[], parts: ReplayParts, counters: Counters): Promise<void> {
  const first = window[0]!; // callers see to it that the window is not empty
  await settle(parts, first.at - 1, counters);
  const horizon = window[Math.min(window.length, parts.batchSize) - 1]!.at; // within the window's length
  const due: DueTimers = parts.batchSize > 1 ? await parts.dueTimers(horizon) : new Map();
  const events = window.splice(0, chunkLength(window, parts.batchSize, parts.relevant, due));
  const last = events.at(-1)!.at; // chunkLength is at least 1
  parts.clock.advanceTo(last);
  counters.lines += events.length;
  counters.events += events.length;
  await parts.store(events, counters);
  await settle(parts, last, counters);
  parts.progress(counters);
}

async function settle({ engine, clock }: ReplayParts, until: number, counters: Counters): Promise<void> {
  const next = await engine.store.nextDueAt();
  if (next === null || next > until) return;
  clock.advanceTo(until);
  const { steps, wakes }: Progress = await advance(engine, until);
  counters.steps += steps;
  counters.wakes += wakes;
}
