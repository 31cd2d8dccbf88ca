import type { Health, Log } from './ports.js';

/** Something that can be brought to rest. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** After this the process ends whatever is unfinished: leases bring it back. */
const PATIENCE_MS = 20_000;

/** On SIGTERM or SIGINT: nothing new is taken in, what runs is finished, everything is closed in order. A second signal ends at once. */
export function stopOnSignals(stoppables: readonly Stoppable[], health: Health, log: Log): void {
  const stop = (signal: NodeJS.Signals): void => {
    if (health.stopping) process.exit(1);
    health.stopping = true;
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    stopAll(stoppables).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error, signal }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function stopAll(stoppables: readonly Stoppable[]): Promise<void> {
  for (const stoppable of stoppables) await stoppable.stop();
}
