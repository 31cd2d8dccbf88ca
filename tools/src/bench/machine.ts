import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures depend on beside the code. */
export function machine(): { readonly [field: string]: unknown } {
  const [processor] = cpus();
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: processor?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg().map((load) => round(load, 2)),
  };
}

export function round(value: number, digits = 0): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** The middle one; of an even number the lower middle, so that the figure is one that was measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? NaN;
}

/** The value that `share` of all are not above; NaN of none. */
export function quantile(sorted: Float64Array | readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
