import { UserError } from '@sojourn/kernel';
import type { BenchCommand, BenchReport } from '../bench-command.js';
import { openBenchDatabase, refuseManyOnFile, type BenchDatabase } from '../bench-database.js';
import { machine } from '../machine.js';
import { SHARED_HELP, type BenchOptions } from '../options.js';
import {
  bothOf,
  fastestForm,
  measureRawLimit,
  type BestForm,
  type RawLimit,
  type RawOptions,
} from '../raw-limit/raw-limit.js';
import { simpleRowsPerSecond } from '../raw-limit/simple-rows.js';
import { PER_RUN } from '../reference-journey.js';
import type { FleetOptions } from './engine-fleet.js';
import { engineReport, type Measured } from './engine-report.js';
import { runPass, type Pass, type PassKind } from './journey-pass.js';
import { measureLateness } from './real-time.js';

const PASSES: readonly PassKind[] = ['reference', 'events', 'outbox'];

export const engineBench: BenchCommand = {
  name: 'engine',
  summary: 'contacts through the reference journey, against what the database could do at most',
  help: `Usage: npm run bench -- engine [options]

Sends contacts through the reference journey (entry, split, message to nobody, wait a day, split, wait for an event three
days, message, exit: three wakes, seven transitions) under a virtual clock, counts that each went exactly that way, and
compares with the raw limit: a bare loop of hand-written SQL that claims, updates and writes a history of as many rows.

${SHARED_HELP}
  --runs N            contacts (default 50000)
  --workers W         engines, each a process (default 1; more need MySQL and are also compared with one)
  --repeat N          measure N times and print medians (default 3)
  --waiting N         further runs that wait all the while (default 0)
  --passes LIST       of ${PASSES.join(', ')} (default all)
  --timers N          timers on real time (default 20000; 0 leaves them out)
  --timer-seconds N   the span they are due in (default 20)`,
  own: { runs: '50000', workers: '1', repeat: '3', waiting: '0', passes: PASSES.join(','), timers: '20000', 'timer-seconds': '20' }, // prettier-ignore

  async run(options): Promise<BenchReport> {
    const workers = options.number('workers');
    const passes = passesOf(options);
    const bench = await openBenchDatabase(options.database);
    try {
      refuseManyOnFile(bench, workers);
      const fleet = {
        workers,
        connections: options.number('connections'),
        batchSize: options.number('batch-size'),
        profile: options.profile,
      };
      const before = machine();
      const limit = await limitOf(bench, fleet, options.number('runs'));
      const rounds: Measured[] = [];
      for (let round = 0; round < options.number('repeat'); round++) {
        rounds.push(await measure(bench, { ...fleet, passes, limit, runs: options.number('runs'), waiting: options.number('waiting', 0) })); // prettier-ignore
      }
      const timers = options.number('timers', 0);
      const late = timers === 0 ? undefined : await measureLateness(bench, { ...fleet, profile: undefined, timers, spanMs: options.number('timer-seconds') * 1_000 }); // prettier-ignore
      return engineReport({
        database: bench.words,
        workers,
        runs: options.number('runs'),
        waiting: options.number('waiting', 0),
        batchSize: fleet.batchSize,
        connections: fleet.connections,
        machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
        rounds,
        rawForm: limit.best,
        late,
      });
    } finally {
      await bench.stop();
    }
  },
};

function passesOf(options: BenchOptions): readonly PassKind[] {
  const wanted = options.text('passes').split(',');
  const known = PASSES.filter((pass) => pass === 'reference' || wanted.includes(pass));
  if (wanted.every((pass) => (PASSES as readonly string[]).includes(pass))) return known;
  throw new UserError(`--passes is ${options.text('passes')}; give some of ${PASSES.join(', ')}.`, {
    code: 'bench.bad-call',
  });
}

interface Round {
  readonly passes: readonly PassKind[];
  readonly runs: number;
  readonly waiting: number;
  readonly workers: number;
  readonly connections: number;
  readonly batchSize: number;
  readonly profile: string | undefined;
  readonly limit: { readonly options: RawOptions; readonly best: BestForm };
}

/**
 * The reference pass between two measurements of the raw limit, with rows as long as the engine's, so that what else the
 * machine does falls on both; then the other passes.
 */
async function measure(bench: BenchDatabase, { passes, limit, ...options }: Round): Promise<Measured> {
  const raw = (): Promise<RawLimit> => measureRawLimit(bench, limit.best, limit.options);
  const before = await raw();
  const reference = await runPass(bench, { ...options, kind: 'reference' });
  const after = await raw();
  const alone = options.workers > 1 ? await runPass(bench, { ...options, workers: 1, profile: undefined, kind: 'reference' }) : undefined; // prettier-ignore
  // A profile is of the figure that counts.
  const other = async (kind: PassKind): Promise<Partial<Record<PassKind, Pass>>> =>
    passes.includes(kind) ? { [kind]: await runPass(bench, { ...options, kind, profile: undefined }) } : {};
  const others = { ...(await other('events')), ...(await other('outbox')) };
  const simplePerSecond = await simpleRowsPerSecond(bench, SIMPLE_ROWS, options.batchSize);
  return { passes: { ...others, reference }, alone, raw: bothOf(before, after), simplePerSecond };
}

/** Enough for a figure that is there for scale only. */
const SIMPLE_ROWS = 20_000;

/** Runs sent ahead: their rows are the bare loop's samples, and the database is warm. */
const SAMPLE_RUNS = 200;

async function limitOf(bench: BenchDatabase, fleet: FleetOptions, runs: number): Promise<Round['limit']> {
  const ahead = { ...fleet, profile: undefined, workers: 1, runs: Math.min(runs, SAMPLE_RUNS), waiting: 0 };
  const { samples } = await runPass(bench, { ...ahead, kind: 'reference' });
  const options = { ...fleet, runs, rounds: PER_RUN.wakes, samples };
  return { options, best: await fastestForm(bench, options) };
}
