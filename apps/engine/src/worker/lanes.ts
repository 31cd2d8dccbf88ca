import { bringIn, deliver, moveContacts, type Engine, type WorkQueue } from '@sojourn/execution';
import type { Clock } from '@sojourn/kernel';
import { housekeep, type Database } from '@sojourn/storage';
import type { Metrics } from '../metrics/metrics.js';
import type { Health } from '../ports.js';
import type { LaneFaults } from './lane-faults.js';
import { resumeParked } from './resume-parked.js';

/** Housekeeping is in no hurry. */
const HOUSEKEEPING_MS = 5_000;

export interface LanesParts {
  readonly engine: Engine;
  readonly queue: WorkQueue;
  readonly database: Database;
  readonly clock: Clock;
  readonly health: Health;
  readonly faults: LaneFaults;
  readonly metrics: Metrics;
  readonly worker: string;
  readonly config: { readonly pollMs: number; readonly traceDays: number };
  /** Asks plugins that bring events what is new; answers how many were asked. */
  readonly pollPlugins: () => Promise<number>;
}

/**
 * Serves the kinds of work side by side, so that none waits for another: a slow mail server holds up no wait that is over, a
 * large audience no delivery. Each wakes those that its work is for. Answers how to stop: all finish the batch they are at.
 */
export function serveLanes(parts: LanesParts): () => Promise<void> {
  const { engine, queue, database, clock, health, faults, metrics, worker, config, pollPlugins } = parts;
  const stopping = (): boolean => health.stopping;
  const serve = (
    lane: Parameters<WorkQueue['serve']>[0],
    work: () => Promise<number | void>,
    pollMs: number,
  ): (() => Promise<void>) =>
    queue.serve(
      lane,
      async () => {
        if (health.stopping) return;
        const began = performance.now();
        const pause = await work();
        metrics.round(lane, performance.now() - began);
        faults.over(lane);
        return pause;
      },
      { pollMs },
    );

  const stops = [
    serve(
      'advance',
      async () => {
        const { steps } = await moveContacts(engine, clock, stopping);
        if (steps > 0) queue.announce('send');
        return untilNextDue(engine, clock);
      },
      config.pollMs,
    ),
    serve(
      'send',
      async () => {
        // A receipt makes a run due, perhaps one of another worker.
        if ((await deliver(engine, clock, stopping)) > 0) queue.announce('advance');
      },
      config.pollMs,
    ),
    serve(
      'import',
      async () => {
        const { admitted } = await bringIn(engine, clock, stopping);
        if (admitted > 0) queue.announce('advance');
        // One that has more to tell is asked again at once.
        return (await pollPlugins()) > 0 ? 0 : undefined;
      },
      config.pollMs,
    ),
    serve(
      'insight',
      async () => {
        if (engine.plugins && (await resumeParked(database, engine.plugins, clock, stopping)) > 0)
          queue.announce('advance');
        const { more } = await housekeep(database, clock, { worker, traceDays: config.traceDays, stop: stopping });
        return more ? 0 : undefined;
      },
      HOUSEKEEPING_MS,
    ),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** A wait that ends between two polls is not left until the second. `moveContacts` has just looked at every lane. */
function untilNextDue({ lanes }: Engine, clock: Clock): number | undefined {
  const next = lanes.nextDueAt();
  return next === null ? undefined : Math.max(1, next - clock.now());
}
