import { advance, takeChunk, type PastParts, type Progress } from '@sojourn/execution';
import type { ReadLine } from './event-file.js';
import type { ReplayEvent } from './event-line.js';
import { LineWindow, type Passed } from './line-window.js';

/** How far a replay has come: kept in the same transaction as the events it has taken. */
export interface Counters extends Passed {
  /** Nodes left or waited at. */
  steps: number;
  wakes: number;
}

export interface ReplayParts extends Omit<PastParts<ReplayEvent>, 'store' | 'progress'> {
  /** Stores events and progress in one transaction; an event whose id is known already changes nothing. */
  store(events: readonly ReplayEvent[], counters: Counters): Promise<void>;
  progress(counters: Counters): void;
}

export const noCounters = (): Counters => ({ lines: 0, events: 0, malformed: 0, problems: [], steps: 0, wakes: 0 });

/** Lines held ready to cut chunks from: enough that a full batch is found behind contacts that must wait. */
const windowFor = (batchSize: number): number => Math.max(64, 4 * batchSize);

/** Feeds the lines through the engine in the order of time, timers firing between events; goes on after `done.lines`. */
export async function replay(lines: AsyncIterable<ReadLine>, parts: ReplayParts, done: Counters): Promise<Counters> {
  const counters: Counters = { ...done, problems: [...done.problems] };
  const window = new LineWindow(counters);
  const add = ({ steps, wakes }: Progress): void => {
    counters.steps += steps;
    counters.wakes += wakes;
  };
  const settle = async (): Promise<void> => add(await advance(parts.engine, parts.clock.now()));
  const take = async (): Promise<void> => {
    await takeChunk(window, { ...parts, store: (events) => parts.store(events, counters), progress: add });
    parts.progress(counters);
  };
  if (done.lines > 0) await settle(); // What the crash left half done.
  let skip = done.lines;
  for await (const line of lines) {
    if (skip-- > 0) continue;
    window.add(line);
    if (window.size >= windowFor(parts.batchSize)) await take();
  }
  while (window.size > 0) await take();
  await settle();
  return counters;
}
