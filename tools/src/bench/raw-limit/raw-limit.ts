import { openFor, type BenchDatabase } from '../bench-database.js';
import { cpuSecondsOf, ownCpuSeconds } from '../process-cost.js';
import { Scene } from '../scene.js';
import type { BareLoop, Movement } from './bare-loop.js';
import { mysqlLoop } from './mysql-loop.js';
import type { RowSamples } from './raw-rows.js';
import { sqliteLoop } from './sqlite-loop.js';

export interface RawLimit {
  /** Rows claimed, updated and written a history of. */
  readonly perSecond: number;
  readonly form: string;
  /** Loops at the same time, each with a connection. */
  readonly lanes: number;
  readonly cpuSecondsPer1000: number | undefined;
  /** The same, claiming by a read alone. */
  readonly readClaimPerSecond: number;
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

/** How fast the same database moves rows when nothing is decided: the fastest form on the best number of connections. */
export async function measureRawLimit(bench: BenchDatabase, options: RawOptions): Promise<RawLimit> {
  const { runs, rounds, batchSize, samples, connections } = options;
  const url = await bench.fresh();
  const seeding = await openFor(url, 4);
  const scene = await Scene.set(seeding);
  // The first places in the ring.
  await scene.addWaitingRuns({ journeyId: 1, versionId: 1 }, 'day', (place) => place - runs, runs);
  await seeding.close();
  const loop = bench.kind === 'sqlite' ? sqliteLoop(url.replace(/^sqlite:/, '')) : await mysqlLoop(url, connections);
  try {
    const trial = Math.min(runs, TRIAL);
    const best = await fastest(loop, { rows: trial, batchSize, samples, claim: 'write' });
    const whole = { ...best, rows: runs * rounds, batchSize, samples };
    const cpu = cost(bench);
    const seconds = await timed(loop, { ...whole, claim: 'write' });
    const spent = cost(bench);
    const readSeconds = await timed(loop, { ...whole, claim: 'read' });
    return {
      ...best,
      perSecond: whole.rows / seconds,
      cpuSecondsPer1000: cpu === undefined || spent === undefined ? undefined : ((spent - cpu) / whole.rows) * 1_000,
      readClaimPerSecond: whole.rows / readSeconds,
    };
  } finally {
    await loop.close();
  }
}

async function fastest(
  loop: BareLoop,
  how: Omit<Movement, 'form' | 'lanes'>,
): Promise<Pick<Movement, 'form' | 'lanes'>> {
  let best: { form: string; lanes: number; seconds: number } | undefined;
  for (const form of loop.forms) {
    for (const lanes of loop.lanes) {
      const seconds = await timed(loop, { ...how, form, lanes });
      if (!best || seconds < best.seconds) best = { form, lanes, seconds };
    }
  }
  if (!best) throw new Error('a bare loop knows at least one form');
  return { form: best.form, lanes: best.lanes };
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
