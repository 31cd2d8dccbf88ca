import type { Sandbox } from '@sojourn/execution';
import { createSandbox } from '@sojourn/sandbox';
import type { Config } from '../config/config.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Stoppable } from '../shutdown.js';

/** The sandbox, counting scripts that failed hard. */
export function countScripts(sandbox: Sandbox, metrics: Metrics): Sandbox {
  return {
    async run(job) {
      const results = await sandbox.run(job);
      for (const { status } of results) if (status !== 'ok') metrics.script(status);
      return results;
    },
    runBatch: (batch) => sandbox.runBatch(batch),
    call: (call) => sandbox.call(call),
    close: () => sandbox.close(),
  };
}

/** The one sandbox of this process, opened by whoever needs it first: an API that nobody asks about plugins has none. */
export function sandboxOnDemand({ sandboxProcesses }: Pick<Config, 'sandboxProcesses'>): (() => Sandbox) & Stoppable {
  let open: Sandbox | undefined;
  const get = (): Sandbox => (open ??= createSandbox({ processes: sandboxProcesses }));
  return Object.assign(get, { stop: async () => open?.close() });
}
