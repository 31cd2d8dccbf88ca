import type { BenchCommand } from '../bench-command.js';
import { openBenchDatabase } from '../bench-database.js';
import { runPass, type Pass } from '../engine/journey-pass.js';
import { machine, median, round } from '../machine.js';
import { SHARED_HELP } from '../options.js';
import { table } from '../table.js';

export const memoryBench: BenchCommand = {
  name: 'memory',
  summary: 'memory and speed with a million waiting runs, against ten thousand',
  help: `Usage: npm run bench -- memory [options]

Sends contacts through the reference journey while few and while many other runs wait for a moment far ahead, in turn, and
compares speed and the engine's memory.

${SHARED_HELP}
  --runs N            contacts that move (default 20000)
  --few N             runs that wait beside (default 10000)
  --waiting N         the same, many (default 1000000)
  --repeat N          pairs of measurements (default 3)`,
  own: { runs: '20000', few: '10000', waiting: '1000000', repeat: '3' },

  async run(options) {
    const [runs, few, many] = [options.number('runs'), options.number('few'), options.number('waiting')];
    const bench = await openBenchDatabase(options.database);
    try {
      const shared = {
        kind: 'reference' as const,
        runs,
        workers: 1,
        connections: options.number('connections'),
        batchSize: options.number('batch-size'),
      };
      const before = machine();
      const pairs: { few: Pass; many: Pass }[] = [];
      for (let i = 0; i < options.number('repeat'); i++) {
        pairs.push({
          few: await runPass(bench, { ...shared, waiting: few, profile: undefined }),
          many: await runPass(bench, { ...shared, waiting: many, profile: options.profile }),
        });
      }
      const speed = ({ total }: Pass): number => total.wakes / total.seconds;
      const cpu = ({ total: { engineCpuSeconds, databaseCpuSeconds = 0, wakes } }: Pass): number =>
        ((engineCpuSeconds + databaseCpuSeconds) / wakes) * 1_000;
      const of = (which: 'few' | 'many', figure: (pass: Pass) => number, digits = 0): number =>
        round(median(pairs.map((pair) => figure(pair[which]))), digits);
      const json = {
        bench: 'memory',
        database: bench.words,
        runs,
        repeats: pairs.length,
        waitingFew: few,
        waitingMany: many,
        personWakesPerSecondFew: of('few', speed),
        personWakesPerSecondMany: of('many', speed),
        // Neighbours in time, so that what else the machine did falls on both.
        ratioManyToFew: round(median(pairs.map((pair) => speed(pair.many) / speed(pair.few))), 3),
        ratioOfCpuManyToFew: round(median(pairs.map((pair) => cpu(pair.many) / cpu(pair.few))), 3),
        peakRssMbFew: of('few', ({ total }) => total.peakRssMb),
        peakRssMbMany: of('many', ({ total }) => total.peakRssMb),
        machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
      };
      const rows = [
        ['person-wakes a second', String(json.personWakesPerSecondFew), String(json.personWakesPerSecondMany)],
        ['CPU seconds per 1,000 wakes', String(of('few', cpu, 4)), String(of('many', cpu, 4))],
        ['peak memory of the engine, MB', String(json.peakRssMbFew), String(json.peakRssMbMany)],
      ];
      const text = [
        `${bench.words}; ${runs} contacts move, medians of ${pairs.length}`,
        '',
        table(['while so many others wait', String(few), String(many)], rows),
        '',
        `with ${many} waiting the engine is as fast as ${round(json.ratioManyToFew * 100, 1)} % of what it is with ${few}`,
        `load ${String(before['loadAverage'])} before, ${String(json.machine.loadAverageAfter)} after`,
      ];
      return { json, text: text.join('\n') };
    } finally {
      await bench.stop();
    }
  },
};
