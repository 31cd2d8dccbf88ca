import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { relevantTypes } from '@sojourn/execution';
import { UserError } from '@sojourn/kernel';
import { journeyRuns } from '@sojourn/storage';
import { createSandbox } from '@sojourn/sandbox';
import { installedCatalogue } from '../installed.js';
import { replayCouriers } from '../replay/couriers.js';
import { countJourneys } from '../replay/count.js';
import { openEventFile, type ReadLine } from '../replay/event-file.js';
import { readJourneyFiles, type JourneyFile } from '../replay/journey-files.js';
import { progressTo } from '../replay/progress.js';
import { replay, type Counters } from '../replay/replay.js';
import { asText, type ReplayReport } from '../replay/report.js';
import { setStage, type Stage } from '../replay/stage.js';
import { fingerprint } from '../replay/fingerprint.js';
import type { Command } from './command.js';

const MOST_BATCH = 1_000;

export const replayCommand: Command = {
  name: 'replay',
  summary: 'feed an event file through journeys under a virtual clock, and count',
  help: `Usage: npm run -s sojourn -- replay FILE[.gz] --journeys DIR --clock virtual [options]

  --journeys DIR      folder of journey documents, one .json each
  --clock virtual     time is the time of the events
  --database URL      sqlite:PATH or mysql://USER:PASSWORD@HOST/NAME, empty or of an earlier replay
                      (default: a file in the data folder)
  --batch-size N      events and runs moved together, 1 to ${MOST_BATCH} (default ${MOST_BATCH})
  --resume            go on where a replay that was killed had come
  --report FORMAT     text (default) or json
  --progress FORMAT   auto (default: a line on a terminal), json or none

FILE holds one event a line: {"eventId", "ts", "timeZone"?, "userId", "type", "properties"}. See docs/replay.md.`,

  async run(args) {
    const call = readCall(args);
    const catalogue = installedCatalogue();
    const journeys = await readJourneyFiles(call.folder, catalogue);
    const file = await openEventFile(call.file);
    const url = call.database ?? (await defaultDatabase(call.file, journeys));
    const sandbox = createSandbox();
    const start = await firstMoment(file.read());
    const stage = await setStage({
      url,
      journeys,
      batchSize: call.batchSize,
      resume: call.resume,
      start,
      sandbox,
      couriers: replayCouriers,
    });
    const progress = progressTo(process.stderr, call.progress, file.lines);
    const began = performance.now();
    try {
      const { engine, clock, done } = stage;
      const relevant = relevantTypes(journeys.map(({ document }) => document), catalogue); // prettier-ignore
      const counters = await replay(
        file.read(),
        {
          engine,
          clock,
          relevant,
          batchSize: call.batchSize,
          store: (events, soFar) => stage.store(events, soFar),
          dueRuns: (until) => journeyRuns.dueByUser(stage.database.read, stage.workspaceId, until),
          progress: (soFar) => progress.show(soFar),
        },
        done,
      );
      progress.end();
      const seconds = (performance.now() - began) / 1_000;
      const report = await reportOf(stage, counters, { ...call, url, start, seconds });
      process.stdout.write(`${call.report === 'json' ? JSON.stringify(report, null, 2) : asText(report)}\n`);
    } finally {
      await stage.close();
      await sandbox.close();
    }
  },
};

interface Call {
  readonly file: string;
  readonly folder: string;
  readonly database: string | undefined;
  readonly batchSize: number;
  readonly resume: boolean;
  readonly report: 'json' | 'text';
  readonly progress: 'auto' | 'json' | 'none';
}

function readCall(args: readonly string[]): Call {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      journeys: { type: 'string' },
      clock: { type: 'string', default: 'virtual' },
      database: { type: 'string' },
      'batch-size': { type: 'string', default: String(MOST_BATCH) },
      resume: { type: 'boolean', default: false },
      report: { type: 'string', default: 'text' },
      progress: { type: 'string', default: 'auto' },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw wrong('Name one event file.');
  if (values.journeys === undefined) throw wrong('Say which journeys with --journeys DIR.');
  if (values.clock !== 'virtual') throw wrong(`--clock is ${values.clock}; only "virtual" is known.`);
  const batchSize = Number(values['batch-size']);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MOST_BATCH) {
    throw wrong(`--batch-size is ${values['batch-size']}; give a whole number from 1 to ${MOST_BATCH}.`);
  }
  return {
    file,
    folder: values.journeys,
    database: values.database,
    batchSize,
    resume: values.resume,
    report: oneOf('--report', values.report, ['json', 'text']),
    progress: oneOf('--progress', values.progress, ['auto', 'json', 'none']),
  };
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value);
  if (!found) throw wrong(`${option} is ${value}; give one of ${known.join(', ')}.`);
  return found;
}

function wrong(what: string): UserError {
  return new UserError(`${what} See npm run -s sojourn -- replay --help.`, { code: 'cli.bad-call' });
}

/** A file of its own for these events and these journeys, so that --resume finds it again. */
async function defaultDatabase(file: string, journeys: readonly JourneyFile[]): Promise<string> {
  const folder = resolve(process.env['SOJOURN_DATA_DIR'] ?? 'var');
  await mkdir(folder, { recursive: true });
  return `sqlite:${join(folder, `replay-${fingerprint(resolve(file), journeys)}.sqlite`)}`;
}

async function firstMoment(lines: AsyncIterable<ReadLine>): Promise<number> {
  for await (const line of lines) if ('event' in line) return line.event.at;
  return 0;
}

async function reportOf(
  stage: Stage,
  counters: Counters,
  call: Call & { readonly url: string; readonly start: number; readonly seconds: number },
): Promise<ReplayReport> {
  const { database, workspaceId, clock, done } = stage;
  const [stored] = await database.read.rows<{ n: number }>(
    "SELECT COUNT(*) AS n FROM event WHERE workspace_id = ? AND source = 'replay'",
    [workspaceId],
  );
  const { seconds } = call;
  const fresh = counters.events - done.events;
  const steps = counters.steps - done.steps;
  return {
    file: call.file,
    database: database.dialect.name,
    batchSize: call.batchSize,
    resumed: done.lines > 0,
    events: counters.events,
    duplicates: counters.events - Number(stored?.n ?? 0),
    malformed: { count: counters.malformed, lines: counters.problems },
    clock:
      counters.events > 0
        ? { start: new Date(call.start).toISOString(), end: new Date(clock.now()).toISOString() }
        : null,
    journeys: await countJourneys(stage, installedCatalogue()),
    speed: {
      seconds: Math.round(seconds * 1_000) / 1_000,
      eventsPerSecond: Math.round(fresh / seconds),
      contactSteps: steps,
      contactStepsPerSecond: Math.round(steps / seconds),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
    },
  };
}
