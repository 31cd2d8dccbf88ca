import { createEngine, startTenure, type Engine, type RunningTenure, type WorkQueue } from '@sojourn/execution';
import { createJourneyStore, createOutboxStore } from '@sojourn/storage';
import type { Metrics } from '../metrics/metrics.js';
import { plugins, programs } from '../plugins/shipped.js';
import { pollSources } from '../plugin-host/index.js';
import type { Ports } from '../ports.js';
import type { Stoppable } from '../shutdown.js';
import { traceCouriers } from '../telemetry/trace-couriers.js';
import { traceStore } from '../telemetry/trace-store.js';
import { openCouriers } from './couriers.js';
import type { LaneFaults } from './lane-faults.js';
import { serveLanes } from './lanes.js';
import { tell } from './tell.js';
import { countScripts } from './sandbox.js';

/** How long work under way may take, at the end, before its shards are handed on all the same. Then the epoch refuses it. */
const PATIENCE_MS = 10_000;

export interface WorkerParts extends Ports {
  readonly queue: WorkQueue;
  readonly metrics: Metrics;
  readonly faults: LaneFaults;
  /** This process among the workers. */
  readonly worker: string;
}

export interface RunningWorker extends Stoppable {
  readonly engine: Engine;
}

/** Binds the execution engine's ports to what is installed here and moves the contacts whose shards this process owns. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { config, database, clock, health, faults, metrics, queue, worker } = parts;
  const traced = config.otlpEndpoint !== undefined;
  const bare = createJourneyStore(database);
  const store = traced ? traceStore(bare) : bare;
  // On SQLite this process is the only engine, so everything under way belongs to one that died.
  const alone = database.dialect.name === 'sqlite';
  if (alone) await bare.releaseClaims();
  const { pluginHost } = parts;
  const sandbox = pluginHost.sandbox();
  const couriers = openCouriers(parts);
  // What couriers promise of a plugin's calls, the first look at what a dead worker left asks for.
  await pluginHost.library.refresh();
  const pollPlugins = () => pollSources({ host: pluginHost, database, clock, queue, worker });
  const busy = (shard: number): boolean => engine.underWay.isBusy(shard);
  const tenure = alone ? undefined : await keepShards(parts, bare.shards, busy);
  const engine: Engine = createEngine({
    store,
    catalogue: plugins.catalogue,
    programs,
    plugins: pluginHost.nodes,
    sandbox: countScripts(sandbox, metrics),
    couriers: traced ? traceCouriers(couriers.all) : couriers.all,
    outbox: createOutboxStore(database),
    clock,
    tenure,
    monotonic: { now: () => performance.now() },
    observe: tell(metrics, pluginHost),
    options: { batchSize: config.batchSize },
  });
  if (!tenure) metrics.shards(bare.shards.count);

  const stopServing = serveLanes({
    engine,
    queue,
    database,
    clock,
    health,
    faults,
    metrics,
    worker,
    config,
    pollPlugins,
  });
  return {
    engine,
    async stop() {
      health.stopping = true;
      await stopServing();
      await tenure?.stop(PATIENCE_MS);
      couriers.close();
    },
  };
}

/** A fair share of the shards, kept until the end. What changes is told to the metrics and, once, to the log. */
function keepShards(
  { config, log, metrics, queue, worker }: WorkerParts,
  store: Engine['store']['shards'],
  busy: (shard: number) => boolean,
): Promise<RunningTenure> {
  let failing = false;
  metrics.shards(0);
  return startTenure({
    store,
    worker,
    leaseMs: config.leaseMs,
    monotonic: { now: () => performance.now() },
    busy,
    onChange(leases) {
      metrics.shards(leases.length);
      log.info({ worker, shards: leases.length }, 'owns shards');
      // Work that waited for a new owner need not wait for the poll too.
      queue.announce('advance');
    },
    onBeat(result) {
      metrics.beat(result);
      const failed = 'failed' in result;
      if (failed && !failing) log.warn({ err: result.failed, worker }, 'the lease could not be renewed');
      failing = failed;
    },
  });
}
