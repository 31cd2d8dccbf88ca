import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';

/** The benchmarks run, audit what the engine did, and say what they measured; how fast is not asked here. */
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, `node_modules/.cache/sojourn/bench-${process.pid}`);
const program = path.join(folder, 'main.mjs');

beforeAll(async () => {
  // One file to start, so that each engine process costs little; what comes from npm stays outside.
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: { ssr: path.join(import.meta.dirname, 'main.ts'), outDir: folder, target: 'node24', minify: false, rollupOptions: { output: { entryFileNames: 'main.mjs' } } }, // prettier-ignore
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const bench = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [program, ...args], { env: { ...process.env, NODE_ENV: 'production' } })).stdout;
const figures = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await bench(...args, '--json')) as Record<string, unknown>;
const failure = async (...args: readonly string[]): Promise<{ code: number; stderr: string }> =>
  bench(...args).then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );

const databases = process.env['SOJOURN_TEST_NO_MYSQL'] === '1' ? ['sqlite'] : ['sqlite', 'mysql'];

describe.each(databases)('on %s', (database) => {
  it('the reference journey goes as drawn and is set against the raw limit', { timeout: 60_000 }, async () => {
    const json = await figures('engine', '--database', database, '--runs', '60', '--repeat', '1', '--batch-size', '25', '--timers', '20', '--timer-seconds', '1'); // prettier-ignore
    for (const field of [
      'personWakesPerSecond',
      'contactStepsPerSecond',
      'statementsPerPersonWake',
      'cpuSecondsPer1000Wakes',
      'cpuSecondsPer1000Steps',
      'peakRssMb',
      'rawLimitPerSecond',
      'ratioToRawLimit',
    ])
      expect(json[field], field).toBeGreaterThan(0);
    expect(json['timerLateness']).toMatchObject({ timers: 20 });
    expect(json['passes']).toMatchObject({ events: { eventsRouted: 90 }, outbox: { eventsRouted: 30 } });
  });
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
