import { UnexpectedError } from '@sojourn/kernel';
import type { BenchCommand } from '../bench-command.js';
import { openBenchDatabase, openFor, type BenchDatabase } from '../bench-database.js';
import { machine, median, round } from '../machine.js';
import { SHARED_HELP } from '../options.js';
import { cpuSecondsOf } from '../process-cost.js';
import { table } from '../table.js';
import { startProgram } from './engine-program.js';
import { sendLoad, type Load, type LoadOptions } from './load.js';

interface Measured extends Load {
  readonly eventsPerSecond: number;
  /** Of the engine and the database server; undefined where one of them cannot be read. */
  readonly cpuSecondsPer1000: number | undefined;
}

export const ingestBench: BenchCommand = {
  name: 'ingest',
  summary: 'events through the HTTP API, a hundred at a time and singly',
  help: `Usage: npm run bench -- ingest [options]

Starts the engine as npm start does (API and worker in one process, no demo), sends events over HTTP with a write key, and
measures each request until its answer, which means: stored. All of it shares the machine with the sender.

${SHARED_HELP}
  --events N          events sent in batches of 100 (default 50000)
  --single N          events sent one by one (default 10000)
  --users N           contacts they are about (default 10000)
  --clients N         requests under way at the same time (default 8)
  --repeat N          measure N times and print medians (default 3)
  --program FILE      the engine's main program (default: the built one)`,
  own: { events: '50000', single: '10000', users: '10000', clients: '8', repeat: '3', program: '' },

  async run(options) {
    const bench = await openBenchDatabase(options.database);
    try {
      const url = await bench.fresh();
      const program = await startProgram(url, options.text('program') || undefined);
      const before = machine();
      const batches: Measured[] = [];
      const singles: Measured[] = [];
      try {
        const shared = {
          address: program.address,
          writeKey: program.writeKey,
          clients: options.number('clients'),
          users: options.number('users'),
        };
        const cpu = (): number | undefined => together(program.cpuSeconds(), databaseCpu(bench));
        // Contacts become known, code becomes warm.
        await sendLoad({ ...shared, events: shared.users, together: 100, name: 'warm' });
        for (let i = 0; i < options.number('repeat'); i++) {
          batches.push(await measure({ ...shared, events: options.number('events'), together: 100, name: `batch-${i}` }, cpu)); // prettier-ignore
          singles.push(await measure({ ...shared, events: options.number('single'), together: 1, name: `single-${i}` }, cpu)); // prettier-ignore
        }
      } finally {
        await program.stop();
      }
      const rounds = options.number('repeat');
      const sent = options.number('users') + rounds * (options.number('events') + options.number('single'));
      await check(url, sent);
      const of = (list: readonly Measured[], figure: (measured: Measured) => number, digits = 0): number =>
        round(median(list.map(figure)), digits);
      const json = {
        bench: 'ingest',
        database: bench.words,
        clients: options.number('clients'),
        users: options.number('users'),
        repeats: rounds,
        batchOf: 100,
        batchEventsPerSecond: of(batches, ({ eventsPerSecond }) => eventsPerSecond),
        batchP50Ms: of(batches, ({ p50Ms }) => p50Ms, 1),
        batchP99Ms: of(batches, ({ p99Ms }) => p99Ms, 1),
        batchCpuSecondsPer1000Events: of(batches, ({ cpuSecondsPer1000 = 0 }) => cpuSecondsPer1000, 4),
        singleEventsPerSecond: of(singles, ({ eventsPerSecond }) => eventsPerSecond),
        singleP50Ms: of(singles, ({ p50Ms }) => p50Ms, 1),
        singleP99Ms: of(singles, ({ p99Ms }) => p99Ms, 1),
        singleCpuSecondsPer1000Events: of(singles, ({ cpuSecondsPer1000 = 0 }) => cpuSecondsPer1000, 4),
        machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
      };
      const row = (label: string, kind: 'batch' | 'single'): string[] => [
        label,
        String(json[`${kind}EventsPerSecond`]),
        String(json[`${kind}P50Ms`]),
        String(json[`${kind}P99Ms`]),
        String(json[`${kind}CpuSecondsPer1000Events`]),
      ];
      const text = [
        `${bench.words}; ${json.clients} clients, ${json.users} contacts, medians of ${rounds}`,
        '',
        table(
          ['', 'events a second', 'p50 ms', 'p99 ms', 'CPU s per 1,000'],
          [row('batches of 100', 'batch'), row('singly', 'single')],
        ),
        '',
        `all ${sent} events are stored; load ${String(before['loadAverage'])} before, ${String(json.machine.loadAverageAfter)} after`,
      ];
      return { json, text: text.join('\n') };
    } finally {
      await bench.stop();
    }
  },
};

async function measure(load: LoadOptions, cpu: () => number | undefined): Promise<Measured> {
  const before = cpu();
  const measured = await sendLoad(load);
  const after = cpu();
  return {
    ...measured,
    eventsPerSecond: load.events / measured.seconds,
    cpuSecondsPer1000:
      before === undefined || after === undefined ? undefined : ((after - before) / load.events) * 1_000,
  };
}

/** On SQLite the database is the engine's own process. */
function databaseCpu({ kind, pid }: BenchDatabase): number | undefined {
  if (kind === 'sqlite') return 0;
  return pid === undefined ? undefined : cpuSecondsOf(pid);
}

const together = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

async function check(url: string, sent: number): Promise<void> {
  const database = await openFor(url, 4);
  const [row] = await database.read.rows<{ n: number }>("SELECT COUNT(*) AS n FROM event WHERE type IN ('Product Viewed', 'Order Completed')"); // prettier-ignore
  await database.close();
  if (Number(row?.n) !== sent)
    throw new UnexpectedError(`${row?.n} events are stored; ${sent} were sent and answered`, { code: 'bench.wrong-count' }); // prettier-ignore
}
