import type { Engine } from './engine.js';
import { fire } from './entry-timers.js';
import type { Routed } from './ports.js';

/** One batch of due entry timers: schedules, dates, segments that turn true with time. */
export async function fireTimers(engine: Engine, now: number): Promise<Routed> {
  const { store, registry, options, clock } = engine;
  const began = clock.now();
  await engine.crashPoint('timers.before');
  const fired = await store.fireEntryTimers({ now, limit: options.batchSize }, (timers, read) =>
    fire(timers, registry, read, (timer) => (options.logicalTime ? timer.dueAt : now)),
  );
  await engine.crashPoint('timers.after-commit');
  if (fired.signals > 0)
    engine.observe({ kind: 'timers', fired: fired.signals, admitted: fired.admitted, ms: clock.now() - began });
  return fired;
}
