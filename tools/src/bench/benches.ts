import type { BenchCommand } from './bench-command.js';
import { engineBench } from './engine/engine-bench.js';
import { ingestBench } from './ingest/ingest-bench.js';
import { memoryBench } from './memory/memory-bench.js';
import { routingBench } from './routing/routing-bench.js';
import { sandboxBench } from './sandbox/sandbox-bench.js';
import { timersBench } from './timers/timers-bench.js';

export const BENCHES: readonly BenchCommand[] = [
  engineBench,
  timersBench,
  memoryBench,
  routingBench,
  ingestBench,
  sandboxBench,
];
