import type { Engine } from './engine.js';
import type { Lane, Routed } from './ports.js';
import { route } from './route.js';

/** Lets journeys hear of one batch of events. The contacts are under way until its commit. */
export async function routeBatch(engine: Engine, lanes: readonly Lane[]): Promise<Routed> {
  const { store, registry, options, underWay, clock } = engine;
  const began = clock.now();
  await engine.crashPoint('routing.before');
  let reserved: number[] = [];
  const leave = underWay.enter(lanes.map(({ lease }) => lease.shard));
  try {
    const routed = await store.routeSignals(
      {
        lanes,
        limit: options.batchSize,
        reserve: (contacts) => {
          // A transaction that is tried again begins anew.
          underWay.release(reserved);
          reserved = contacts.filter((id) => !underWay.has(id));
          for (const id of reserved) underWay.hold(id);
          return new Set(reserved);
        },
      },
      async (signals, read) => {
        const routing = await route(signals, registry, read);
        await engine.crashPoint('routing.decided');
        return routing;
      },
    );
    await engine.crashPoint('routing.after-commit');
    const { lost: _, ...what } = routed;
    if (routed.signals > 0) engine.observe({ kind: 'routed', ...what, ms: clock.now() - began });
    return routed;
  } finally {
    underWay.release(reserved);
    leave();
  }
}
