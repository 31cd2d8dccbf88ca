import 'reflect-metadata';
import { systemClock } from '@sojourn/kernel';
import { createInlineQueue } from '@sojourn/queue';
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
import { plugins } from './plugins.js';
import type { Health, Ports } from './ports.js';
import { Vault } from './settings/vault.js';
import { stopOnSignals, type Stoppable } from './shutdown.js';

/** Starts the engine: configuration, database, first owner, API, worker; then says where it is and how to sign in. */
async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const database = await openEngineDatabase(config);
  const stoppables: Stoppable[] = [database];
  const health: Health = { stopping: false, workerFault: undefined };
  try {
    const first = await firstStart(database, systemClock, { ...config, signIn: config.role !== 'worker' });
    if (config.role !== 'api') await prepareDemo({ database, clock: systemClock, config, screen: process.stderr });
    const queue = createInlineQueue((error) => {
      health.workerFault = String(error);
      log.error({ err: error }, 'a round of work failed and is tried again');
    });
    const vault = new Vault(secretKey(config));
    const renderer = rendererOnDemand();
    const ports: Ports = { config, database, clock: systemClock, queue, plugins, vault, log, health, renderer };

    let address: string | undefined;
    if (config.role !== 'worker') {
      const server = await serve(ports);
      address = server.address;
      stoppables.unshift(server);
    }
    if (config.role !== 'api') {
      const { startWorker } = await import('./worker.js');
      stoppables.unshift(await startWorker({ ...ports, queue }));
      if (config.demo) stoppables.unshift(startLife(ports));
    }
    stopOnSignals(stoppables, health, log);
    console.log(greeting(config, address, first));
  } catch (error) {
    for (const stoppable of stoppables) await stoppable.stop();
    throw error;
  }
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
