import { createSandbox } from '@sojourn/sandbox';
import type { BenchCommand } from '../bench-command.js';
import { machine, round } from '../machine.js';
import { table } from '../table.js';
import { measureFairness } from './fairness.js';
import { measureRestarts } from './restarts.js';
import { segmentBundle } from './segment-bundle.js';
import { SCORE_SCRIPT, SEGMENT_SCRIPT, SPLIT_SCRIPT } from './segment-node.js';
import { measureSpeed, pluginRun, scriptRun, type Speed, type SpeedRun } from './speed.js';

const BATCHES = [1, 100, 1_000];

export const sandboxBench: BenchCommand = {
  name: 'sandbox',
  summary: 'contacts a second through code nodes and plugins, restarts of processes, fairness among workspaces',
  help: `Usage: npm run bench -- sandbox [options]

Sends contacts, of whose 40 attributes a node declares 10, through the sandbox that runs code nodes and plugins, and the same
function through this process, projection included, in turn. Then kills processes, and lets workspaces share the pool.

  --seconds N         seconds for each measurement of speed (default 4)
  --rounds N          parts of it, of which the median counts (default 5)
  --restarts N        processes to kill (default 15)
  --workspaces N      workspaces that share the pool, each with a plugin of its own (default 50)
  --jobs N            batches of each of them (default 10)
  --json              print what was measured as JSON`,
  own: { seconds: '4', rounds: '5', restarts: '15', workspaces: '50', jobs: '10' },

  async run(options) {
    const before = machine();
    const program = await segmentBundle();
    const pids: number[] = [];
    const sandbox = createSandbox({ processes: 1, onProcess: ({ pid }) => void pids.push(pid) });
    const kinds: readonly (readonly [name: string, run: SpeedRun])[] = [
      ['split', scriptRun(sandbox, SPLIT_SCRIPT)],
      ['segment', scriptRun(sandbox, SEGMENT_SCRIPT)],
      ['score', scriptRun(sandbox, SCORE_SCRIPT)],
      ['plugin', pluginRun(sandbox, program)],
    ];
    const speeds: Record<string, Speed[]> = {};
    try {
      for (const [name, run] of kinds) {
        speeds[name] = [];
        for (const batch of BATCHES)
          speeds[name].push(
            await measureSpeed(run, {
              batch,
              seconds: options.number('seconds'),
              rounds: options.number('rounds'),
              pids,
            }),
          );
      }
    } finally {
      await sandbox.close();
    }
    const restarts = await measureRestarts(options.number('restarts'));
    const shared = {
      workspaces: options.number('workspaces'),
      jobsEach: options.number('jobs'),
      items: 20,
      processes: 2,
    };
    const alone = await measureFairness({ ...shared, hostile: false });
    const beside = await measureFairness({ ...shared, hostile: true });
    const json = {
      bench: 'sandbox',
      declaredFields: 10,
      speed: Object.fromEntries(Object.entries(speeds).map(([name, all]) => [name, all.map(rounded)])),
      restarts,
      fairness: { alone, besideHostile: beside },
      machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
    };
    const rows = Object.entries(speeds).flatMap(([name, all]) =>
      all
        .map(rounded)
        .map((speed) => [
          `${WORDS[name]} ${speed.batch}`,
          String(speed.contactsPerSecond),
          String(speed.contactsPerCpuSecond),
          String(speed.cpuUs),
          String(speed.nativeUs),
          String(speed.timesNative),
          String(speed.timesNativeCpu),
        ]),
    );
    const text = [
      '10 declared fields of 40; one process of the sandbox at a time',
      '',
      table(['', 'contacts/s', 'per CPU second', 'CPU µs', 'native µs', 'times native', 'by CPU'], rows),
      '',
      `a process starts in ${restarts.startMedianMs} ms; one killed at work is replaced, and its job answered, in ${restarts.replacedMedianMs} ms (median of ${restarts.times}, at most ${restarts.replacedMaxMs} ms)`,
      `${alone.workspaces} workspaces with different plugins: a batch waits ${alone.medianWaitMs} ms at the median workspace, ${alone.maxWaitMs} ms at the slowest (${alone.maxToMedian} times)`,
      `beside one whose plugin never ends: ${beside.medianWaitMs} ms and ${beside.maxWaitMs} ms (${beside.maxToMedian} times); it used ${round(beside.hostileCpuShare * 100)} % of the guests' processor time`,
      `load ${String(before['loadAverage'])} before, ${String(json.machine.loadAverageAfter)} after`,
    ];
    return { json, text: text.join('\n') };
  },
};

const WORDS: Record<string, string> = {
  split: 'code node, two fields read, batch',
  segment: 'code node, ten read, five written, batch',
  score: 'code node, dates, patterns, scores, batch',
  plugin: 'ten read, five written, as a packaged plugin, batch',
};

function rounded(speed: Speed): Speed {
  return {
    batch: speed.batch,
    contactsPerSecond: round(speed.contactsPerSecond),
    contactsPerCpuSecond: round(speed.contactsPerCpuSecond),
    cpuUs: round(speed.cpuUs, 2),
    nativeUs: round(speed.nativeUs, 2),
    timesNative: round(speed.timesNative, 2),
    timesNativeCpu: round(speed.timesNativeCpu, 2),
  };
}
