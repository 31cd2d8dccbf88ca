import type { VirtualClock } from '@sojourn/kernel';
import { advance } from '../advance.js';
import type { Engine, Progress } from '../engine.js';
import { chunkOf, REACH, type DueRuns, type TimedEvent } from './chunks.js';

/** Events of a past, read ahead in order and not taken yet. */
export interface EventWindow<Event extends TimedEvent> {
  /** In the order of time. */
  events(): readonly Event[];
  /** Takes the events at these places of `events()`. */
  take(places: readonly number[]): readonly Event[];
  /** The latest moment of an event taken so far. */
  latest: number;
}

export interface PastParts<Event extends TimedEvent> {
  /** With `logicalTime`. */
  readonly engine: Engine;
  /** The engine's. Never beyond an event that is not taken yet. */
  readonly clock: VirtualClock;
  readonly batchSize: number;
  /** See `ChunkLimits`. */
  readonly reach?: number;
  readonly burst?: number;
  /** Event types that some journey listens to: see `relevantTypes`. */
  readonly relevant: ReadonlySet<string>;
  /** Runs due up to a moment, by user id. */
  dueRuns(until: number): Promise<DueRuns>;
  /** Takes the events in, in one transaction. */
  store(events: readonly Event[]): Promise<void>;
  /** Told what each stretch of work did. */
  progress(done: Progress): void;
}

/** One chunk of events off the window and through the engine, timers firing before, between and after as they fall due. */
export async function takeChunk<Event extends TimedEvent>(
  window: EventWindow<Event>,
  parts: PastParts<Event>,
): Promise<void> {
  const { clock, engine, batchSize, relevant, reach = REACH, burst = 0 } = parts;
  const events = window.events();
  const first = events[0]?.at;
  if (first !== undefined && first - 1 > clock.now()) {
    clock.advanceTo(first - 1);
    const next = await engine.store.nextDueAt();
    if (next !== null && next < first) parts.progress(await advance(engine, clock.now()));
  }
  const due: DueRuns = batchSize > 1 && first !== undefined ? await parts.dueRuns(first + reach) : new Map();
  const taken = window.take(chunkOf(events, { most: batchSize, reach, burst }, relevant, due));
  // As far as events were taken, but not to the first one left behind: timers of that very moment come after it.
  const [left] = window.events();
  window.latest = Math.max(window.latest, taken.at(-1)?.at ?? 0);
  clock.advanceTo(left ? Math.min(window.latest, left.at - 1) : window.latest);
  await parts.store(taken);
  parts.progress(await advance(engine, clock.now()));
}
