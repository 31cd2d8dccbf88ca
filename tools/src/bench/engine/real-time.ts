import { plugins } from '@sojourn/engine';
import { MINUTE, systemClock, UnexpectedError } from '@sojourn/kernel';
import { openFor, type BenchDatabase } from '../bench-database.js';
import { timerJourney } from '../reference-journey.js';
import { Scene, START } from '../scene.js';
import { EngineFleet, type FleetOptions, type Stage } from './engine-fleet.js';
import type { Lived } from './engine-protocol.js';

export interface RealTime {
  readonly timers: number;
  readonly fired: number;
  /** From the first timer's moment to the commit of the last. */
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly stage: Stage;
}

export interface RealTimeOptions extends FleetOptions {
  readonly timers: number;
  /** Timers are due evenly over this span. */
  readonly spanMs: number;
}

/** Engines are at work before the first timer is due. */
const HEAD_START_MS = 1_000;
/** An engine that is so much later than the last timer has failed. */
const PATIENCE_MS = 30 * MINUTE;

/**
 * Timers due evenly over a span of real time, and how late each fired: from its moment to the commit of its step. The engine's
 * clock is the machine's, moved by as much as lies between the moment the timers were laid for and the end of laying them.
 */
export async function measureLateness(bench: BenchDatabase, options: RealTimeOptions): Promise<RealTime> {
  const { timers, spanMs } = options;
  const url = await bench.fresh();
  const seeding = await openFor(url, options.connections);
  const scene = await Scene.set(seeding);
  const [journey] = await scene.publish([timerJourney(plugins.catalogue)]);
  if (!journey) throw new UnexpectedError('nothing was published', { code: 'bench.unsound-journey' });
  await scene.addContacts(timers, 0);
  const first = START + MINUTE;
  await scene.addWaitingRuns(journey, 'day', (place) => first + Math.floor((place * spanMs) / timers));
  await seeding.close();

  const fleet = await EngineFleet.start(bench, url, options, START);
  try {
    const offsetMs = first - HEAD_START_MS - systemClock.now();
    const last = first + spanMs;
    const stage = await fleet.measured((engine) =>
      engine.ask<Lived>({ do: 'live', offsetMs, last, until: last + PATIENCE_MS, timers }),
    );
    const late = stage.answers.map((answer) => answer.late);
    const fired = late.reduce((sum, { count }) => sum + count, 0);
    if (fired !== timers || stage.wakes !== timers)
      throw new UnexpectedError(`${fired} timers fired, ${stage.wakes} wakes; ${timers} were due`, { code: 'bench.wrong-count' }); // prettier-ignore
    return {
      timers,
      fired,
      stage,
      seconds: (Math.max(...late.map(({ lastAt }) => lastAt)) - first) / 1_000,
      // Of several engines the worst.
      p50Ms: Math.max(...late.map(({ p50 }) => p50)),
      p99Ms: Math.max(...late.map(({ p99 }) => p99)),
      maxMs: Math.max(...late.map(({ max }) => max)),
    };
  } finally {
    await fleet.close();
  }
}
