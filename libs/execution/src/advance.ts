import { deliverBatch } from './deliver.js';
import { loseShards, noProgress, ownedShards, type Engine, type Progress } from './engine.js';
import { fireTimers } from './fire-timers.js';
import { routeBatch } from './route-batch.js';
import { runBatch } from './run-batch.js';

/** How often one call takes its shards back before it leaves the work to whoever took them. */
const MOST_LOSSES = 3;

/**
 * Does everything that is due at `now`, in the order of cause and effect, until nothing is left or `stop` says so. What one
 * contact did comes before what time does to it, because an event at the very moment a wait times out is still in time; the
 * store keeps that order contact by contact, so that how many are moved together changes nothing for any of them.
 *
 * One thing after the other: for virtual time, specs and engines embedded in a program. Workers use `moveContacts`, `bringIn`
 * and `deliver`, which get on beside each other.
 */
export async function advance(engine: Engine, now: number, stop: () => boolean = () => false): Promise<Progress> {
  const progress = noProgress();
  const { store, registry, lanes } = engine;
  await registry.refresh();
  let losses = 0;
  let known = false;
  while (!stop()) {
    const leases = await ownedShards(engine);
    const work = await store.workAt(now);
    // Under a virtual clock a delivery takes no time: what comes of it comes before what its contact did later.
    if (work.deliveries && !work.timers && engine.options.logicalTime) {
      const delivered = await deliverBatch(engine, now);
      progress.delivered += delivered;
      if (delivered > 0) {
        known = false;
        continue;
      }
    }
    let moved = 0;
    let lost: readonly number[] = [];
    if (work.timers) {
      const fired = await fireTimers(engine, now);
      moved += fired.signals;
      progress.admitted += fired.admitted;
    }
    // What a batch before left in its lanes is known, as long as nothing else has happened.
    const asked = !known || moved > 0;
    if (asked) lanes.learn(await store.laneWork(leases), now);
    const heard = lanes.heard(leases);
    if (heard.length > 0) {
      const routed = await routeBatch(engine, heard);
      moved += routed.signals;
      lost = routed.lost ?? [];
      progress.routed += routed.signals;
      progress.admitted += routed.admitted;
      // Routing makes runs due at this very moment.
      lanes.learn(await store.laneWork(leases), now);
    }
    const due = lanes.due(leases, now, engine.options.logicalTime);
    known = false;
    if (due.length > 0) {
      const batch = await runBatch(engine, now, due);
      moved += batch.claimed;
      lost = [...lost, ...batch.lost];
      progress.wakes += batch.claimed;
      progress.steps += batch.steps;
      progress.quarantined += batch.quarantined;
      known = batch.quiet;
    }
    if (work.deliveries && (work.timers || !engine.options.logicalTime)) {
      const delivered = await deliverBatch(engine, now);
      if (delivered > 0) known = false;
      moved += delivered;
      progress.delivered += delivered;
    }
    loseShards(engine, lost);
    if (lost.length > 0 && ++losses > MOST_LOSSES) break;
    // Nothing to do, or what is left waits for another worker.
    if (moved === 0 && lost.length === 0 && asked) break;
  }
  return progress;
}
