import type { Clock } from '@sojourn/kernel';
import { loseShards, noProgress, ownedShards, type Engine, type Progress } from './engine.js';
import { fireTimers } from './fire-timers.js';
import { routeBatch } from './route-batch.js';
import { stepBatch, type BatchReport } from './run-batch.js';

/**
 * A worker's first lane: routes events and moves due runs of the shards it owns until nothing of them is left or `stop` says so.
 * Two batches are under way at a time: the database writes one while this process steps the next. Nothing grows with what is due.
 */
export async function moveContacts(engine: Engine, clock: Clock, stop: () => boolean = () => false): Promise<Progress> {
  const progress = noProgress();
  const { store, registry, lanes } = engine;
  const count = (report: BatchReport): void => {
    progress.wakes += report.claimed;
    progress.steps += report.steps;
    progress.quarantined += report.quarantined;
    loseShards(engine, report.lost);
  };
  let writing: Promise<void> | undefined;
  lanes.forget();
  try {
    while (!stop()) {
      await everythingElse();
      const leases = await ownedShards(engine);
      const now = clock.now();
      const fresh = lanes.isStale(now);
      if (fresh) {
        await registry.refresh();
        lanes.learn(await store.laneWork(leases), now);
      }
      let moved = false;
      const heard = lanes.heard(leases);
      if (heard.length > 0) {
        const routed = await routeBatch(engine, heard);
        progress.routed += routed.signals;
        progress.admitted += routed.admitted;
        loseShards(engine, routed.lost);
        lanes.forget();
        moved = routed.signals > 0;
      }
      const due = lanes.due(leases, now);
      const batch = due.length > 0 ? await stepBatch(engine, now, due) : undefined;
      if (batch) {
        const before = writing;
        writing = undefined;
        // A batch that cannot follow is let go all the same, or its contacts would stay under way.
        const written = (before ?? Promise.resolve()).then(
          () => batch.write().then(count),
          (error: unknown) => {
            batch.drop();
            throw error;
          },
        );
        written.catch(() => undefined); // awaited below
        writing = written;
        if (before) await before;
        continue;
      }
      if (moved) continue;
      if (writing) {
        const last = writing;
        writing = undefined;
        await last;
        lanes.forget();
      } else if (fresh) break;
      else lanes.forget();
    }
  } finally {
    await writing;
  }
  return progress;
}

/** A worker's second lane: lets contacts in by schedules, dates and segments that time changes, until none is due. */
export async function bringIn(engine: Engine, clock: Clock, stop: () => boolean = () => false): Promise<Progress> {
  const progress = noProgress();
  await engine.registry.refresh();
  while (!stop() && (await engine.store.workAt(clock.now())).timers) {
    const { signals, admitted } = await fireTimers(engine, clock.now());
    progress.admitted += admitted;
    if (signals === 0) break;
    await everythingElse();
  }
  return progress;
}

/**
 * The turn of requests, timers and signals. An embedded database answers at once: without this, a process with a million due
 * runs would hear nothing, not even the order to stop, before the last of them.
 */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
