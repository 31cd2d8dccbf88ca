import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '@sojourn/tools';

/**
 * A real shop's year and a real morning of clicks, through the whole engine, against an independent recount
 * (pandas; keys `09_events/...` of the reference values). The data is not ours to ship.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, '../shared/data/replay');
const cli = join(root, 'tools/dist/cli/main.js');
const absent = !existsSync(data);
if (absent) console.warn('replay scenarios skipped: the event files are not in ../shared/data/replay');

/** The whole matrix takes many minutes: `SOJOURN_TEST_REPLAY=full` runs it, the default leaves out the longest four. */
const full = process.env['SOJOURN_TEST_REPLAY'] === 'full';

const scenarios = {
  retail: join(data, 'retail_orders_2010-12_2011-12.jsonl.gz'),
  rees46: join(data, 'rees46_events.jsonl.gz'),
};

function args(scenario: keyof typeof scenarios, database: string, batch: number): string[] {
  const journeys = join(root, 'tests/scenarios', scenario);
  return [cli, 'replay', scenarios[scenario], '--journeys', journeys, '--clock', 'virtual', '--database', database, '--batch-size', String(batch), '--report', 'json']; // prettier-ignore
}

async function run(call: string[]): Promise<ReplayReport> {
  const child = spawn(process.execPath, call, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`replay exited with ${code}: ${err}`);
  return JSON.parse(out) as ReplayReport;
}

function expectRetail({ events, duplicates, malformed, journeys }: ReplayReport): void {
  expect({ events, duplicates, malformed: malformed.count }).toEqual({ events: 22_190, duplicates: 0, malformed: 0 });
  expect(journeys['welcome']).toMatchObject({ entries: 4_338 });
  expect(journeys['second-order']?.nodes['ordered-again']?.outcomes).toEqual({ yes: 907, else: 3_163 });
  expect(journeys['second-order']?.nodes['thirty-days']).toMatchObject({ entered: 4_338, waiting: 268 });
  expect(journeys['win-back-30']?.nodes['miss-you']?.entered).toBe(8_558);
  expect(journeys['win-back-60']?.nodes['miss-you']?.entered).toBe(4_928);
  expect(journeys['win-back-90']?.nodes['miss-you']?.entered).toBe(3_219);
  expect(journeys['spend-1000']).toMatchObject({ entries: 1_668 });
  expect(journeys['spend-5000']).toMatchObject({ entries: 275 });
}

function expectRees46({ events, duplicates, malformed, journeys }: ReplayReport): void {
  expect({ events, duplicates, malformed: malformed.count }).toEqual({ events: 17_434, duplicates: 0, malformed: 0 });
  const carts = Object.entries(journeys).map(([key, { nodes, waiting }]) => [key, nodes['remind']?.entered, waiting]);
  expect(carts).toEqual([
    ['cart-10-minutes', 38, 16],
    ['cart-30-minutes', 2, 51],
    ['cart-60-minutes', 1, 52],
  ]);
}

const checks = { retail: expectRetail, rees46: expectRees46 };

describe.skipIf(absent)('replays of real logs', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sojourn-replay-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const mysql = process.env['SOJOURN_TEST_MYSQL_URL'];
  const databases: Record<string, (name: string) => Promise<string>> = {
    SQLite: async (name) => `sqlite:${join(folder, `${name}.sqlite`)}`,
    ...(mysql ? { MariaDB: (name: string) => freshDatabase(mysql, name) } : {}),
  };

  for (const [database, open] of Object.entries(databases)) {
    for (const scenario of ['retail', 'rees46'] as const) {
      for (const batch of [1, 1_000]) {
        // On SQLite batches of 1,000 are what the one below is killed and resumed with.
        const long = scenario === 'retail' && (batch === 1 || database === 'SQLite');
        it.skipIf(long && !full)(
          `counts what the recount counted: ${scenario} on ${database}, batches of ${batch}`,
          { timeout: 1_200_000 },
          async () => {
            const url = await open(`${scenario}_${batch}`);
            checks[scenario](await run(args(scenario, url, batch)));
          },
        );
      }
      const long = scenario === 'retail' && database !== 'SQLite';
      it.skipIf(long && !full)(
        `counts the same after a SIGKILL half way and --resume: ${scenario} on ${database}`,
        { timeout: 1_200_000 },
        async () => {
          const url = await open(`${scenario}_killed`);
          const call = args(scenario, url, scenario === 'retail' ? 1_000 : 100);
          await killHalfWay(call);
          const report = await run([...call, '--resume']);
          expect(report.resumed).toBe(true);
          checks[scenario](report);
        },
      );
    }
  }
});

/** Starts the replay and kills it with SIGKILL once its progress says that half of the lines are in. */
async function killHalfWay(call: string[]): Promise<void> {
  const child = spawn(process.execPath, [...call, '--progress', 'json'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let killed = false;
  child.stderr.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      const share = /"share":([\d.]+)/.exec(line)?.[1];
      if (share !== undefined && Number(share) >= 0.5 && !killed) killed = child.kill('SIGKILL');
    }
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
}

async function freshDatabase(server: string, name: string): Promise<string> {
  const url = new URL(server);
  url.pathname = `/sojourn_replay_${name}`;
  const connection = await createConnection(server);
  await connection.query(`DROP DATABASE IF EXISTS ${url.pathname.slice(1)}`);
  await connection.query(`CREATE DATABASE ${url.pathname.slice(1)}`);
  await connection.end();
  return url.href;
}
