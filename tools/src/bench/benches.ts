import type { BenchCommand } from './bench-command.js';
import { engineBench } from './engine/engine-bench.js';

export const BENCHES: readonly BenchCommand[] = [engineBench];
