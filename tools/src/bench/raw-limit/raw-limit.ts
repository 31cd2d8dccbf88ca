import { openFor, type BenchDatabase } from '../bench-database.js';
import { cpuSecondsOf, ownCpuSeconds } from '../process-cost.js';
import { Scene } from '../scene.js';
import type { BareLoop, Movement } from './bare-loop.js';
import { mysqlLoop } from './mysql-loop.js';
import type { RowSamples } from './raw-rows.js';
import { sqliteLoop } from './sqlite-loop.js';

/** A bare loop's fastest statement form and number of connections on this database. */
export type BestForm = Pick<Movement, 'form' | 'lanes'>;

export interface RawLimit {
  /** Rows claimed, updated and written a history of. */
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  /** The same, claiming by a read alone. */
  readonly readClaimSeconds: number;
}

export interface RawOptions {
  /** Runs in the table. */
  readonly runs: number;
  /** How often each is moved: as often as the engine wakes it. */
  readonly rounds: number;
  readonly batchSize: number;
  readonly connections: number;
  readonly samples: RowSamples;
}

/** Rows of a trial: enough to tell forms apart. */
const TRIAL = 20_000;

/** Tries every form on every number of connections. */
export async function fastestForm(bench: BenchDatabase, options: RawOptions): Promise<BestForm> {
  const { batchSize, samples } = options;
  const rows = Math.min(options.runs, TRIAL);
  return onFreshTables(bench, { ...options, runs: rows }, async (loop) => {
    let best: { form: string; lanes: number; seconds: number } | undefined;
    for (const form of loop.forms) {
      for (const lanes of loop.lanes) {
        const seconds = await timed(loop, { form, lanes, rows, batchSize, samples, claim: 'write' });
        if (!best || seconds < best.seconds) best = { form, lanes, seconds };
      }
    }
    if (!best) throw new Error('a bare loop knows at least one form');
    return { form: best.form, lanes: best.lanes };
  });
}

/** How fast the same database moves rows when nothing is decided. */
export async function measureRawLimit(bench: BenchDatabase, best: BestForm, options: RawOptions): Promise<RawLimit> {
  const { runs, rounds, batchSize, samples } = options;
  return onFreshTables(bench, options, async (loop) => {
    const whole = { ...best, rows: runs * rounds, batchSize, samples };
    const cpu = cost(bench);
    const seconds = await timed(loop, { ...whole, claim: 'write' });
    const spent = cost(bench);
    return {
      rows: whole.rows,
      seconds,
      cpuSeconds: cpu === undefined || spent === undefined ? undefined : spent - cpu,
      readClaimSeconds: await timed(loop, { ...whole, claim: 'read' }),
    };
  });
}

/** Two measurements of the same, as one. */
export function bothOf(a: RawLimit, b: RawLimit): RawLimit {
  return {
    rows: a.rows + b.rows,
    seconds: a.seconds + b.seconds,
    cpuSeconds: a.cpuSeconds === undefined || b.cpuSeconds === undefined ? undefined : a.cpuSeconds + b.cpuSeconds,
    readClaimSeconds: a.readClaimSeconds + b.readClaimSeconds,
  };
}

async function onFreshTables<T>(
  bench: BenchDatabase,
  { runs, connections }: RawOptions,
  work: (loop: BareLoop) => Promise<T>,
): Promise<T> {
  const url = await bench.fresh();
  const seeding = await openFor(url, 4);
  const scene = await Scene.set(seeding);
  // The first places in the ring.
  await scene.addWaitingRuns({ journeyId: 1, versionId: 1 }, 'day', (place) => place - runs, runs);
  await seeding.close();
  const loop = bench.kind === 'sqlite' ? sqliteLoop(url.replace(/^sqlite:/, '')) : await mysqlLoop(url, connections);
  try {
    return await work(loop);
  } finally {
    await loop.close();
  }
}

async function timed(loop: BareLoop, how: Movement): Promise<number> {
  const began = performance.now();
  await loop.move(how);
  return (performance.now() - began) / 1_000;
}

/** Processor seconds of this process and of the database's. */
function cost({ kind, pid }: BenchDatabase): number | undefined {
  if (kind === 'sqlite') return ownCpuSeconds();
  const server = pid === undefined ? undefined : cpuSecondsOf(pid);
  return server === undefined ? undefined : server + ownCpuSeconds();
}
