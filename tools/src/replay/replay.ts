import { advance, type Engine } from '@sojourn/execution';
import type { VirtualClock } from '@sojourn/kernel';
import { chunkOf, REACH, type DueRuns } from './chunks.js';
import type { ReadLine } from './event-file.js';
import type { ReplayEvent } from './event-line.js';
import { LineWindow, type Passed } from './line-window.js';

/** How far a replay has come: kept in the same transaction as the events it has taken. */
export interface Counters extends Passed {
  /** Nodes left or waited at. */
  steps: number;
  wakes: number;
}

export interface ReplayParts {
  readonly engine: Engine;
  /** Never beyond an event that is not taken yet. */
  readonly clock: VirtualClock;
  readonly batchSize: number;
  /** Event types that some journey listens to. */
  readonly relevant: ReadonlySet<string>;
  /** Stores events and progress in one transaction; an event whose id is known already changes nothing. */
  store(events: readonly ReplayEvent[], counters: Counters): Promise<void>;
  /** Runs due up to a moment, by user id. */
  dueRuns(until: number): Promise<DueRuns>;
  progress(counters: Counters): void;
}

export const noCounters = (): Counters => ({ lines: 0, events: 0, malformed: 0, problems: [], steps: 0, wakes: 0 });

/** Lines held ready to cut chunks from. */
const WINDOW = 4_000;

/** Feeds the lines through the engine in the order of time, timers firing between events; goes on after `done.lines`. */
export async function replay(lines: AsyncIterable<ReadLine>, parts: ReplayParts, done: Counters): Promise<Counters> {
  const counters: Counters = { ...done, problems: [...done.problems] };
  const window = new LineWindow(counters);
  if (done.lines > 0) await settle(parts, counters); // What the crash left half done.
  let skip = done.lines;
  for await (const line of lines) {
    if (skip-- > 0) continue;
    window.add(line);
    if (window.size >= WINDOW) await takeChunk(window, parts, counters);
  }
  while (window.size > 0) await takeChunk(window, parts, counters);
  await settle(parts, counters);
  return counters;
}

/** One chunk of events off the window and through the engine. */
async function takeChunk(window: LineWindow, parts: ReplayParts, counters: Counters): Promise<void> {
  const { clock, engine, batchSize, relevant } = parts;
  const events = window.events();
  const first = events[0]?.at;
  if (first !== undefined && first - 1 > clock.now()) {
    clock.advanceTo(first - 1);
    const next = await engine.store.nextDueAt();
    if (next !== null && next < first) await settle(parts, counters);
  }
  const due: DueRuns = batchSize > 1 && first !== undefined ? await parts.dueRuns(first + REACH) : new Map();
  const taken = window.take(chunkOf(events, batchSize, relevant, due));
  // As far as events were taken, but not to the first one left behind: timers of that very moment come after it.
  const [left] = window.events();
  window.latest = Math.max(window.latest, taken.at(-1)?.at ?? 0);
  clock.advanceTo(left ? Math.min(window.latest, left.at - 1) : window.latest);
  await parts.store(taken, counters);
  await settle(parts, counters);
  parts.progress(counters);
}

/** Routes what was stored, and does everything due by now. */
async function settle({ engine, clock }: ReplayParts, counters: Counters): Promise<void> {
  const { steps, wakes } = await advance(engine, clock.now());
  counters.steps += steps;
  counters.wakes += wakes;
}
