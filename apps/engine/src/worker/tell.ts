import type { EngineParts } from '@sojourn/execution';
import type { Metrics } from '../metrics/metrics.js';
import type { PluginHost } from '../plugin-host/index.js';

/** Who hears what the engine did: the metrics of everything, the costs of what each node of each journey took. */
export function tell(metrics: Metrics, { costs }: Pick<PluginHost, 'costs'>): NonNullable<EngineParts['observe']> {
  return (what) => {
    metrics.observe(what);
    if (what.kind !== 'nodes') return;
    for (const { us, type, ...spent } of what.spent)
      costs.add({ ...spent, plugin: `sojourn.${type}`, cpuUs: Math.round(us), calls: 0 });
  };
}
