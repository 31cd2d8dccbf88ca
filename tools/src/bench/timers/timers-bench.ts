import type { BenchCommand } from '../bench-command.js';
import { openBenchDatabase, refuseManyOnFile } from '../bench-database.js';
import { measureLateness } from '../engine/real-time.js';
import { machine, round } from '../machine.js';
import { SHARED_HELP } from '../options.js';

export const timersBench: BenchCommand = {
  name: 'timers',
  summary: 'a million timers due inside one minute of real time: all fired, how late, how long',
  help: `Usage: npm run bench -- timers [options]

Lays timers, one for each contact, due evenly inside a minute of real time, and measures for each how long after its moment
its step was committed. Where the machine cannot fire them as fast as they fall due, lateness says how far behind it came.

${SHARED_HELP}
  --timers N          timers (default 1000000)
  --seconds N         the span they are due in (default 60)
  --workers W         engines, each a process (default 1; more need MySQL)`,
  own: { timers: '1000000', seconds: '60', workers: '1' },

  async run(options) {
    const timers = options.number('timers');
    const seconds = options.number('seconds');
    const workers = options.number('workers');
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
      const real = await measureLateness(bench, { ...fleet, timers, spanMs: seconds * 1_000 });
      const { stage } = real;
      const json = {
        bench: 'timers',
        database: bench.words,
        timers,
        fired: real.fired,
        dueWithinSeconds: seconds,
        firedWithinSeconds: round(real.seconds, 1),
        timersPerSecond: round(real.fired / real.seconds),
        lateP50Ms: round(real.p50Ms),
        lateP99Ms: round(real.p99Ms),
        lateMaxMs: round(real.maxMs),
        workers,
        statementsPerTimer: round(stage.statements / real.fired, 4),
        cpuSecondsPer1000Timers: round(((stage.engineCpuSeconds + (stage.databaseCpuSeconds ?? 0)) / real.fired) * 1_000, 4), // prettier-ignore
        peakRssMb: round(stage.peakRssMb),
        machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
      };
      const text = [
        `${bench.words}; ${timers} timers due inside ${seconds} s, ${workers} worker(s)`,
        '',
        `all ${json.fired} fired in ${json.firedWithinSeconds} s, ${json.timersPerSecond} a second`,
        `late by ${json.lateP50Ms} ms (p50), ${json.lateP99Ms} ms (p99), ${json.lateMaxMs} ms at most`,
        `${json.statementsPerTimer} statements and ${json.cpuSecondsPer1000Timers / 1_000} CPU seconds a timer, peak memory of an engine ${json.peakRssMb} MB`,
        `load ${String(before['loadAverage'])} before, ${String(json.machine.loadAverageAfter)} after`,
      ];
      return { json, text: text.join('\n') };
    } finally {
      await bench.stop();
    }
  },
};
