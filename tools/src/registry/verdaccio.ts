import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, guard } from '../databases/mariadb.js';
import { npm, type NpmCall, type NpmEnd } from './npm.js';

/** An npm registry of our own on 127.0.0.1. What is published there is gone when it stops. */
export interface PrivateRegistry {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Of the user `sojourn`, who may publish. */
  readonly token: string;
  /** Folder with what was published: `<name>/package.json` and `<name>/<file>.tgz`. Tests may tamper with it. */
  readonly storage: string;
  /** Makes another user and answers the token. */
  addUser(name: string): Promise<string>;
  /** Runs npm against this registry as its user: `npm(['publish'], { cwd })`. Throws with npm's words when it fails. */
  npm(args: readonly string[], call: NpmCall): Promise<NpmEnd>;
  /** Ends the server and keeps what was published; `up` starts it again on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  /** Another registry to ask for what this one does not have. Without it nothing but what was published here exists. */
  readonly uplink?: string;
}

/** Starts Verdaccio in a new temporary folder and answers when it takes requests. It dies with this process. */
export async function startRegistry(options: RegistryOptions = {}): Promise<PrivateRegistry> {
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-registry-'));
  const storage = path.join(home, 'storage');
  await mkdir(storage);
  await writeFile(path.join(home, 'config.yaml'), JSON.stringify(configuration(options), null, 2));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const keeper = await keep(home);
  let server = await serve(home, port).catch(async (error: unknown) => {
    await keeper.stop();
    throw error;
  });
  const addUser = (name: string): Promise<string> => register(url, name);
  const token = await addUser('sojourn');
  const down = async (): Promise<void> => end(server);
  return {
    url,
    port,
    token,
    storage,
    addUser,
    npm: (args, call) => npm(args, { ...call, registry: url, token: call.token ?? token }),
    down,
    up: async () => void (server = await serve(home, port)),
    stop: async () => {
      await down();
      await keeper.stop();
    },
  };
}

/** YAML reads JSON. */
function configuration({ uplink }: RegistryOptions): object {
  return {
    storage: './storage',
    auth: { htpasswd: { file: './htpasswd', max_users: 100 } },
    uplinks: uplink === undefined ? {} : { npm: { url: uplink, cache: false, max_fails: 100 } },
    packages: {
      '**': {
        access: '$all',
        publish: '$authenticated',
        unpublish: '$authenticated',
        ...(uplink !== undefined && { proxy: 'npm' }),
      },
    },
    publish: { allow_offline: true },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
    web: { enable: false },
    max_body_size: '20mb',
  };
}

const program = (): string => {
  const main = createRequire(import.meta.url).resolve('verdaccio');
  return path.join(main.slice(0, main.lastIndexOf(`${path.sep}verdaccio${path.sep}`)), 'verdaccio/bin/verdaccio');
};

async function serve(home: string, port: number): Promise<ChildProcess> {
  const args = [program(), '--config', path.join(home, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const child = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data) => (said = `${said}${data}`.slice(-4_000)));
  child.stderr.on('data', (data) => (said = `${said}${data}`.slice(-4_000)));
  const onExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  const deadline = performance.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`verdaccio ended with code ${child.exitCode}:\n${said}`);
    const answer = await fetch(`http://127.0.0.1:${port}/-/ping`, { signal: AbortSignal.timeout(5_000) }).catch(() => null); // prettier-ignore
    if (answer?.ok) return child;
    if (performance.now() > deadline) {
      await end(child);
      throw new Error(`verdaccio did not answer on port ${port} within 60 s:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(late);
}

/** Removes the folder even when this process is killed. */
async function keep(home: string): Promise<{ stop(): Promise<void> }> {
  // The guard ends a process with the folder; here there is a sleeper in its place, because the server comes and goes.
  const sleeper = spawn('sleep', ['86400'], { stdio: 'ignore', detached: true });
  await once(sleeper, 'spawn');
  return { stop: guard(sleeper.pid!, home) }; // spawned: it has a pid
}

async function register(url: string, name: string): Promise<string> {
  const answer = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: `${name}-password`, type: 'user' }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`verdaccio gave ${name} no token: ${answer.status}`);
  return token;
}
