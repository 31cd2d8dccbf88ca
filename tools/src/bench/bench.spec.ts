import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { readOptions } from './options.js';
import { sandboxBench } from './sandbox/sandbox-bench.js';

/** The benchmarks run, audit what the engine did, and say what they measured; how fast is not asked here. */
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, `node_modules/.cache/sojourn/bench-${process.pid}`);
const program = path.join(folder, 'main.mjs');

beforeAll(async () => {
  // One file each, so that a process costs little to start; what comes from npm stays outside.
  await bundle(path.join(import.meta.dirname, 'main.ts'), 'main.mjs');
  await bundle(path.join(root, 'apps/engine/src/main.ts'), 'engine.mjs');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function administer(url: string, sql: string): Promise<void> {
  const connection = await createConnection(url);
  await connection.query(sql);
  await connection.end();
}

async function bundle(entry: string, output: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: { ssr: entry, outDir: folder, emptyOutDir: false, target: 'node24', minify: false, rollupOptions: { output: { entryFileNames: output } } }, // prettier-ignore
  });
}

const bench = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [program, ...args], { env: { ...process.env, NODE_ENV: 'production' } })).stdout;
const figures = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await bench(...args, '--json')) as Record<string, unknown>;
const failure = async (...args: readonly string[]): Promise<{ code: number; stderr: string }> =>
  bench(...args).then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );

const server = process.env['SOJOURN_TEST_MYSQL_URL'];
const databases = server === undefined ? ['sqlite'] : ['sqlite', 'mysql'];

// Processes and databases of their own: on a busy machine each takes its time.
describe.each(databases)('on %s', { timeout: 240_000 }, (kind) => {
  const name = `bench_spec_${process.pid}`;
  // The reference journey starts a server of its own; the others are given a database of the specs' server.
  let database = kind;
  beforeAll(async () => {
    if (kind === 'sqlite' || server === undefined) return;
    await administer(server, `CREATE DATABASE ${name}`);
    database = `${server}/${name}`;
  });
  afterAll(() =>
    database === 'sqlite' || server === undefined ? undefined : administer(server, `DROP DATABASE ${name}`),
  );

  it('the reference journey goes as drawn and is set against the raw limit', async () => {
    // A MySQL takes its time to make each of the databases.
    const passes = kind === 'sqlite' ? 'reference,events,outbox' : 'reference';
    const json = await figures('engine', '--database', kind, '--runs', '60', '--repeat', '1', '--batch-size', '25', '--passes', passes, '--timers', '20', '--timer-seconds', '1'); // prettier-ignore
    for (const field of [
      'personWakesPerSecond',
      'contactStepsPerSecond',
      'statementsPerPersonWake',
      'cpuSecondsPer1000Wakes',
      'cpuSecondsPer1000Steps',
      'peakRssMb',
      'rawLimitPerSecond',
      'ratioToRawLimit',
      'simpleRowsPerSecond',
    ])
      expect(json[field], field).toBeGreaterThan(0);
    expect(json).toMatchObject({ eventsRouted: 30, timerLateness: { timers: 20 } });
    if (kind === 'sqlite')
      expect(json['passes']).toMatchObject({ events: { eventsRouted: 90 }, outbox: { eventsRouted: 30 } });
  });

  it('timers all fire', async () => {
    const json = await figures('timers', '--database', database, '--timers', '300', '--seconds', '1');
    expect(json).toMatchObject({ timers: 300, fired: 300 });
    expect(json['lateP99Ms']).toBeGreaterThanOrEqual(0);
    expect(json['timersPerSecond']).toBeGreaterThan(0);
  });

  it('few and many waiting runs are set against each other', async () => {
    const json = await figures('memory', '--database', database, '--runs', '20', '--few', '5', '--waiting', '50', '--repeat', '1'); // prettier-ignore
    expect(json).toMatchObject({ waitingFew: 5, waitingMany: 50 });
    for (const field of ['ratioManyToFew', 'peakRssMbMany']) expect(json[field], field).toBeGreaterThan(0);
  });

  it('routing among few and many journeys is set against each other', async () => {
    const json = await figures('routing', '--database', database, '--events', '400', '--journeys', '6', '--repeat', '1'); // prettier-ignore
    expect(json).toMatchObject({ journeys: 6, matching: 3 });
    for (const field of ['ratioOfCost', 'eventsPerSecondMany']) expect(json[field], field).toBeGreaterThan(0);
  });

  it('events come through the HTTP API, together and singly', async () => {
    const json = await figures('ingest', '--database', database, '--program', path.join(folder, 'engine.mjs'), '--events', '300', '--single', '20', '--users', '50', '--repeat', '1'); // prettier-ignore
    for (const field of ['batchEventsPerSecond', 'batchP99Ms', 'singleEventsPerSecond', 'singleP99Ms'])
      expect(json[field], field).toBeGreaterThan(0);
  });
});

it('the sandbox is set against the same functions in this process', { timeout: 120_000 }, async () => {
  // In this process: the sandbox finds its children beside its own sources.
  const call = ['--seconds', '1', '--rounds', '1', '--restarts', '2', '--workspaces', '6', '--jobs', '2'];
  const { json, text } = await sandboxBench.run(readOptions(sandboxBench, call));
  const speed = json['speed'] as Record<string, Record<string, number>[]>;
  expect(Object.keys(speed)).toEqual(['split', 'segment', 'score', 'plugin']);
  for (const measured of Object.values(speed).flat())
    for (const field of ['contactsPerSecond', 'contactsPerCpuSecond', 'nativeUs', 'timesNative'])
      expect(measured[field], field).toBeGreaterThan(0);
  expect(json['restarts']).toMatchObject({ times: 2, replacedMedianMs: expect.any(Number) as number });
  expect(json['fairness']).toMatchObject({ alone: { workspaces: 6 }, besideHostile: { workspaces: 6 } });
  expect(text).toContain('6 workspaces');
});

it('refuses a second engine on a SQLite file, and what it does not know', async () => {
  expect(await failure('engine', '--workers', '2')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('A SQLite file belongs to one engine') as string,
  });
  expect((await failure('engine', '--runs', 'many')).stderr).toContain('--runs is many');
  expect((await failure('nothing')).stderr).toContain('no benchmark "nothing"');
});

it('explains itself', async () => {
  expect(await bench('--help')).toContain('npm run bench -- <name>');
  expect(await bench('engine', '--help')).toContain('--workers');
});
