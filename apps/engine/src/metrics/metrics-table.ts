import { systemClock } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { measureDatabase } from './database-metrics.js';
import { Metrics } from './metrics.js';

export interface MetricLine {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** Every metric of ours, as a worker shows them. */
export async function metricLines(): Promise<MetricLine[]> {
  const { registry } = new Metrics();
  // Nothing is measured here: only names and descriptions are asked for.
  const database = {
    counters: { statements: 0, transactions: 0, retries: 0 },
    read: { rows: () => Promise.resolve([]) },
  };
  measureDatabase({
    registry,
    database: database as unknown as Database,
    clock: systemClock,
    waiting: () => Promise.resolve({ leases: [], work: [] }),
  });
  const lines = registry.getMetricsAsArray().map((metric) => {
    // `labelNames` is not in prom-client's types; every metric has it.
    const { labelNames = [] } = metric as unknown as { labelNames?: readonly string[] };
    return {
      name: metric.name,
      type: String(metric.type),
      help: metric.help,
      labels: labelNames.filter((label) => label !== 'le'),
    };
  });
  return lines;
}

/** The table of docs/operations.md. */
export async function metricsTable(): Promise<string> {
  const rows = (await metricLines())
    .filter(({ name }) => name.startsWith('sojourn_'))
    .map(
      ({ name, type, help, labels }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
    );
  return ['| metric | kind | labels | what it says |', '|---|---|---|---|', ...rows].join('\n') + '\n';
}
