import 'reflect-metadata';
import { systemClock, type Clock } from '@sojourn/kernel';
import { createShardStore, databaseNow, type Database } from '@sojourn/storage';
import { firstStart } from './accounts/first-start.js';
import { readConfig, type Config } from './config/config.js';
import { openEngineDatabase } from './config/engine-database.js';
import { secretKey } from './config/secret-key.js';
import { StartError } from './config/start-error.js';
import { startLife } from './demo/life.js';
import { prepareDemo } from './demo/prepare.js';
import { greeting } from './greeting.js';
import { serve } from './http/serve.js';
import { createLog } from './log.js';
import { measureDatabase } from './metrics/database-metrics.js';
import { Metrics } from './metrics/metrics.js';
import { openPluginHost } from './plugin-host/index.js';
import { createPluginCatalogue } from './plugins/catalogue.js';
import { watchRevocations } from './plugins/revocations.js';
import { plugins } from './plugins/shipped.js';
import type { Health, Ports } from './ports.js';
import { Vault } from './settings/vault.js';
import { stopOnSignals, type Stoppable } from './shutdown.js';
import { startTelemetry } from './telemetry/start-telemetry.js';
import { workerIdentity } from './worker/identity.js';
import { LaneFaults } from './worker/lane-faults.js';
import { sandboxOnDemand } from './worker/sandbox.js';
import { startSharedClock } from './worker/shared-clock.js';
import { openWorkQueue } from './worker/work-queue.js';

/** Starts the engine: configuration, database, first owner, API, worker; then says where it is and how to sign in. */
async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const serves = config.role !== 'worker';
  const moves = config.role !== 'api';
  const worker = workerIdentity(config.workerId);
  const telemetry = await startTelemetry(config, worker);
  const database = await openEngineDatabase(config);
  /** In the order in which they are stopped: whoever is last is needed by all before. */
  const stoppables: Stoppable[] = telemetry ? [telemetry, database] : [database];
  const health: Health = { stopping: false, workerFault: undefined };
  const faults = new LaneFaults(health);
  const metrics = new Metrics();
  try {
    const clock = await clockOf(database, stoppables);
    const first = await firstStart(database, clock, { ...config, signIn: serves });
    if (moves) await prepareDemo({ database, clock: systemClock, config, screen: process.stderr });
    const { owners } = createShardStore(database);
    const queue = openWorkQueue({ config, worker: moves ? worker : undefined, owners, health, faults, metrics, log });
    stoppables.unshift(queue);
    const vault = new Vault(secretKey(config));
    const renderer = rendererOnDemand();
    // Bound to the tables of installs and to the sandbox by the rooms that have them.
    const pluginCatalogue = createPluginCatalogue({ database, clock, development: config.pluginDev });
    const sandbox = sandboxOnDemand(config);
    const pluginHost = openPluginHost({ config, database, clock, vault, log, renderer, sandbox });
    stoppables.unshift(pluginHost, sandbox);
    const pluginRunner = pluginHost.runner;
    const ports: Ports = { config, database, clock, queue, plugins, pluginCatalogue, pluginRunner, pluginHost, vault, log, health, renderer }; // prettier-ignore

    let address: string | undefined;
    if (serves) {
      const server = await serve(ports, metrics);
      address = server.address;
      stoppables.unshift(server);
    } else {
      const { serveOps } = await import('./worker/ops-server.js');
      const server = await serveOps({ config, database, health, log, metrics });
      stoppables.unshift(server);
      console.log(`Health and metrics of this worker: ${server.address}`);
    }
    const measured = { registry: metrics.registry, database, clock };
    if (moves) {
      const { startWorker } = await import('./worker/start-worker.js');
      const running = await startWorker({ ...ports, queue, metrics, faults, worker });
      stoppables.unshift(running);
      const { store, tenure } = running.engine;
      const waiting = async () => ({ leases: tenure.leases(), work: await store.laneWork(tenure.leases()) });
      measureDatabase({ ...measured, waiting });
      const onChange = (): void => queue.announce('advance');
      const warn = (err: unknown, message: string): void => log.warn({ err }, message);
      stoppables.unshift(watchRevocations({ config, database, clock, onChange, warn }));
      if (config.demo) stoppables.unshift(startLife(ports));
    } else measureDatabase(measured);
    stopOnSignals(stoppables, health, log);
    console.log(greeting(config, address, first));
  } catch (error) {
    for (const stoppable of stoppables) await stoppable.stop();
    throw error;
  }
}

/** Many processes on one server go by its clock. Who has the file for itself goes by the machine's. */
async function clockOf(database: Database, stoppables: Stoppable[]): Promise<Clock> {
  if (database.dialect.name === 'sqlite') return systemClock;
  const clock = await startSharedClock({ ask: () => databaseNow(database) });
  stoppables.unshift(clock);
  return clock;
}

function rendererOnDemand(): Ports['renderer'] {
  let made: ReturnType<Ports['renderer']> | undefined;
  return () => (made ??= import('@sojourn/content').then(({ createRenderer }) => createRenderer()));
}

try {
  await start(readConfig(process.env));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`sojourn: ${error.message}`);
  process.exitCode = error.exitCode;
}
