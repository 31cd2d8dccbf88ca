import type { Sandbox } from '@sojourn/execution';
import type { Metrics } from '../metrics/metrics.js';

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
