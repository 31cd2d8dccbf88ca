import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { seededRandom } from '@sojourn/kernel';
import { openAppendLog } from './append-log.js';
import { createClient, type ClientCounts } from './client.js';
import { letThingsGoWrong, type Connected, type FaultCounts } from './faults.js';
import { startEngine, type Engine } from './fleet.js';
import { operate } from './operator.js';
import { freePort, pause, until } from './ports.js';
import { startProxy, type Cut } from './proxy.js';
import { startScraper } from './scraper.js';
import type { Server } from './servers.js';
import { setUp } from './setup.js';
import type { SmallDisk } from './small-disk.js';
import { stories } from './stories.js';
import { LEASE_MS } from './tunings.js';

const run = promisify(execFile);

export interface Stage {
  /** Of the engine that plays: `seed`, or a mistake's name. */
  readonly name: string;
  /** Only these faults, by their counters; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** The engine's program. */
  readonly engine: string;
  readonly database: Server;
  readonly redis: Server;
  readonly disk: SmallDisk;
  readonly folder: string;
}

export interface Violation {
  readonly promise: string;
  readonly what: string;
  readonly count: number;
  readonly sample: unknown;
}

export interface SeedResult {
  readonly seed: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly client: ClientCounts;
  readonly faults: FaultCounts;
  readonly cuts: Readonly<Record<Cut, number>>;
  /** What the auditor saw: how much there was to look at. */
  readonly seen: Readonly<Record<string, number>>;
  /** What the engine said of itself. */
  readonly engine: Readonly<Record<string, number>>;
  /** Milliseconds of each part. */
  readonly took: Readonly<Record<string, number>>;
  readonly folder: string;
}

const WORKERS = 3;
const PER_SECOND = 35;
/** For workers that were killed to be there again, which takes long on a busy machine. */
const START_MS = 120_000;
/** After the faults: how long everything may stand still, and how long it may move, before the auditor is asked. */
const PATIENCE_MS = 75_000;
const LONGEST_MS = 300_000;

/** One run: sets the stage, lets people act and things go wrong, waits for rest, asks the auditor. */
export async function runSeed(stage: Stage, seed: number, seconds: number): Promise<SeedResult> {
  const folder = path.join(stage.folder, `${stage.name}-${seed}`);
  await mkdir(folder, { recursive: true });
  const random = seededRandom(seed);
  const name = `chaos_${seed}`;
  const direct = `mysql://root@127.0.0.1:${stage.database.port}/${name}`;
  await createDatabase(stage.database.port, name);
  const ledger = path.join(folder, 'ledger.jsonl');
  const provider = await startProvider(folder, ledger, seed);
  const apiPort = await freePort();
  const api = `http://127.0.0.1:${apiPort}`;
  const env = {
    SOJOURN_DATA_DIR: folder,
    SOJOURN_SECRET_KEY: '07'.repeat(32),
    SOJOURN_DEMO: 'off',
    SOJOURN_TIME_ZONE: 'UTC',
    SOJOURN_LOG_LEVEL: 'warn',
    SOJOURN_BATCH_SIZE: '40',
    SOJOURN_POLL_MS: '150',
    SOJOURN_SANDBOX_PROCESSES: '1',
    SOJOURN_REDIS_URL: `redis://127.0.0.1:${stage.redis.port}/0`,
    SOJOURN_LEASE_MS: String(LEASE_MS),
    SOJOURN_WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
    SOJOURN_SMTP_URL: `smtp://127.0.0.1:${provider.mailPort}`,
    SOJOURN_MAIL_FROM: 'Shop <shop@example.test>',
    NODE_COMPILE_CACHE: path.join(stage.folder, 'compiled'),
  };
  const connected: Connected[] = [];
  const took = stopwatch();
  const begin = async (engineName: string, more: Readonly<Record<string, string>>): Promise<Connected> => {
    const proxy = await startProxy(() => stage.database.port, seededRandom(`${seed}:${engineName}:cuts`));
    const own = { SOJOURN_DATABASE_URL: `mysql://root@127.0.0.1:${proxy.port}/${name}`, SOJOURN_TEST_CLOCK_FILE: path.join(folder, `${engineName}.clock`) }; // prettier-ignore
    const one = { engine: startEngine(engineName, stage.engine, folder, { ...env, ...own, ...more }), proxy };
    connected.push(one);
    return one;
  };
  try {
    const apiEngine = await begin('api', { SOJOURN_ROLE: 'api', PORT: String(apiPort) });
    const tenants = await setUp(api, apiEngine.engine, direct, `http://127.0.0.1:${provider.port}/hook`);
    await provider.ask('/callbacks', { api, keys: tenants.keys });
    const workers: Connected[] = [];
    const metrics: number[] = [];
    for (let i = 1; i <= WORKERS; i++) {
      const port = await freePort();
      metrics.push(port);
      workers.push(await begin(`worker${i}`, { SOJOURN_ROLE: 'worker', SOJOURN_WORKER_ID: `worker${i}`, SOJOURN_WORKER_PORT: String(port) })); // prettier-ignore
    }
    const scraper = startScraper(metrics);
    await until('the workers did not start', 60_000, () => Promise.resolve(workers.every(({ engine }) => engine.up))); // prettier-ignore

    took('setting up');
    const acks = path.join(folder, 'acks.jsonl');
    const client = createClient({ api, keys: tenants.keys, acks: openAppendLog(acks), random: seededRandom(`${seed}:client`) }); // prettier-ignore
    const acting = client.run(stories(seededRandom(`${seed}:stories`), seconds, PER_SECOND));
    const actions = path.join(folder, 'operator.jsonl');
    const operator = openAppendLog(actions);
    operator.add({ kind: 'limited', tenant: 'b', channel: 'webhook' });
    const operating = operate(tenants.session, tenants, operator, seconds * 300);
    const faults = await letThingsGoWrong({ workers, api: apiEngine, ...stage }, random, seconds, stage.only);
    took('faults');
    client.behave();
    await provider.ask('/calm', {});
    await Promise.all([acting, operating]);
    took('the last calls');
    // Who has not begun yet cannot move anything: that is no finding.
    await until('the workers did not come back', START_MS, () => Promise.resolve(workers.every(({ engine }) => engine.up))); // prettier-ignore
    took('starting again');
    await rest(direct);
    took('coming to rest');
    const { violations, seen } = await audit({ direct, ledger, acks, actions, tenants: tenants.ids });
    if (violations.length > 0) await writeState(stage.database.port, direct, metrics, folder);
    const engine = { ...engineCounts(connected.map((one) => one.engine)), ...(await scraper.stop()) };
    const cuts = cutsOf(connected);
    return { seed, seconds, violations, client: client.counts, faults, cuts, seen, engine, took: took.parts, folder };
  } catch (error) {
    const last = connected.map(({ engine }) => `${engine.name}: ${engine.log().slice(-600)}`).join('\n');
    throw new Error(`Seed ${seed} could not be played.\n${last}`, { cause: error });
  } finally {
    await Promise.all(connected.map(({ engine }) => engine.retire()));
    await dropDatabase(stage.database.port, name);
    provider.stop();
    for (const { proxy } of connected) await proxy.close();
  }
}

async function createDatabase(port: number, name: string): Promise<void> {
  const connection = await createConnection(`mysql://root@127.0.0.1:${port}`);
  await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.end();
}

async function dropDatabase(port: number, name: string): Promise<void> {
  const connection = await createConnection(`mysql://root@127.0.0.1:${port}`);
  await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  await connection.end();
}

/** Waits until nothing is due, or until patience is over: the auditor says then what hangs. */
async function rest(direct: string): Promise<void> {
  const connection = await createConnection(direct);
  const end = performance.now() + LONGEST_MS;
  let movedAt = performance.now();
  let before: unknown;
  try {
    for (let quiet = 0; quiet < 3 && performance.now() < Math.min(end, movedAt + PATIENCE_MS); await pause(400)) {
      const [[row]] = await connection.query<RowDataPacket[]>(
        "SELECT (SELECT COUNT(*) FROM `signal`) + (SELECT COUNT(*) FROM outbox WHERE state IN ('ready', 'sending')) + (SELECT COUNT(*) FROM run WHERE state = 'active' AND due_at IS NOT NULL) AS n",
      );
      quiet = Number(row?.['n']) === 0 ? quiet + 1 : 0;
      if (row?.['n'] !== before) movedAt = performance.now();
      before = row?.['n'];
    }
  } finally {
    await connection.end();
  }
}

interface Provider {
  readonly port: number;
  readonly mailPort: number;
  ask(where: string, body: object): Promise<void>;
  stop(): void;
}

async function startProvider(folder: string, ledger: string, seed: number): Promise<Provider> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'provider.mjs'), ledger, String(seed)], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] }); // prettier-ignore
  const ports = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The provider did not start.')));
    child.stdout.once('data', (text) => resolve(String(text)));
  });
  const [port = 0, mailPort = 0] = ports.split(' ').map(Number);
  return {
    port,
    mailPort,
    async ask(where, body) {
      await fetch(`http://127.0.0.1:${port}${where}`, { method: 'POST', body: JSON.stringify(body) });
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

async function audit(of: {
  readonly direct: string;
  readonly ledger: string;
  readonly acks: string;
  readonly actions: string;
  readonly tenants: Readonly<Record<string, number>>;
}): Promise<{ readonly violations: readonly Violation[]; readonly seen: Readonly<Record<string, number>> }> {
  const args = ['--database', of.direct, '--ledger', of.ledger, '--acks', of.acks, '--actions', of.actions, '--tenants', JSON.stringify(of.tenants), '--json']; // prettier-ignore
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'auditor.mjs'), ...args], { maxBuffer: 64 * 1024 * 1024 }); // prettier-ignore
  return JSON.parse(stdout) as Awaited<ReturnType<typeof audit>>;
}

/** For whoever looks for the cause: what the database and the workers were at when the auditor found something. */
async function writeState(port: number, direct: string, metrics: readonly number[], folder: string): Promise<void> {
  const connection = await createConnection(`mysql://root@127.0.0.1:${port}/${new URL(direct).pathname.slice(1)}`);
  const state: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(STATE)) state[name] = (await connection.query(sql))[0];
  await connection.end();
  for (const one of metrics)
    for (const page of ['health', 'ready', 'metrics'])
      state[`${page} on ${one}`] = await fetch(`http://127.0.0.1:${one}/${page}`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.text(), String); // prettier-ignore
  await writeFile(path.join(folder, 'state.json'), JSON.stringify(state, null, 1));
}

const STATE = {
  processes: 'SHOW FULL PROCESSLIST',
  transactions: 'SELECT * FROM information_schema.innodb_trx',
  shards: 'SELECT * FROM shard',
  workers: 'SELECT * FROM worker',
  signals: 'SELECT * FROM `signal` ORDER BY id LIMIT 50',
  deliveries: "SELECT id, channel, state, attempt, due_at, lease_until, holder FROM outbox WHERE state IN ('ready', 'sending') LIMIT 50", // prettier-ignore
  lanes: 'SELECT * FROM send_lane',
} as const;

/** Says how long each part took, milliseconds by its name. */
function stopwatch(): ((part: string) => void) & { readonly parts: Record<string, number> } {
  let since = performance.now();
  const parts: Record<string, number> = {};
  const took = (part: string): void => {
    parts[part] = Math.round(performance.now() - since);
    since = performance.now();
  };
  return Object.assign(took, { parts });
}

function cutsOf(connected: readonly Connected[]): Record<Cut, number> {
  const sum = (cut: Cut): number => connected.reduce((all, { proxy }) => all + proxy.cuts[cut], 0);
  return { before: sum('before'), after: sum('after'), middle: sum('middle') };
}

function engineCounts(engines: readonly Engine[]): Record<string, number> {
  const logs = engines.map((engine) => engine.log()).join('\n');
  const times = (text: string): number => logs.split(text).length - 1;
  return {
    starts: engines.reduce((sum, { lives }) => sum + lives.started, 0),
    fell: engines.reduce((sum, { lives }) => sum + lives.fell, 0),
    commitsInDoubt: times('broke during a commit'),
  };
}
