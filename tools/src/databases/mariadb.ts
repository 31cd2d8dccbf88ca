import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A server of our own on 127.0.0.1: reached as root without a password, gone with everything in it after `stop()`. */
export interface PrivateServer {
  /** `mysql://root@127.0.0.1:PORT`, without a database: each spec makes its own. */
  readonly url: string;
  readonly version: string;
  /** Of the server's process, for its processor time and memory. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** `throwaway`: nothing outlives the tests. `durable`: a commit survives a power cut, as in production. */
export type Durability = 'throwaway' | 'durable';

/** The server program of this machine: MariaDB before MySQL, or null. */
export function findServer(folders: readonly string[] = searchPath()): string | null {
  for (const name of ['mariadbd', 'mysqld']) {
    const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Starts `server` in a new temporary folder and answers when it greets.
 * It dies with this process, even when this process is killed: a small shell waits at the end of a pipe.
 */
export async function startServer(server: string, durability: Durability = 'throwaway'): Promise<PrivateServer> {
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-mariadb-'));
  const data = path.join(home, 'data');
  const log = path.join(home, 'error.log');
  try {
    const version = (await run(server, ['--no-defaults', '--version'])).stdout.trim();
    await initialise(server, version, data, log);
    const port = await freePort();
    const child = spawn(
      server,
      [...options(version, home, durability), `--datadir=${data}`, `--port=${port}`, `--log-error=${log}`],
      {
        stdio: 'ignore',
        // Its own process group: Ctrl-C is for us, we then end it in order.
        detached: true,
      },
    );
    const died = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${server} ended with code ${code}`)));
    });
    // Without a listener of its own an early end would be an unhandled rejection once the race is over.
    died.catch(() => undefined);
    if (child.pid === undefined) await died;
    const stop = guard(child.pid!, home); // spawned: otherwise `died` has thrown
    await Promise.race([greeting(port, 30_000), died]).catch(async (cause: unknown) => {
      const words = await readFile(log, 'utf8').catch(() => '');
      await stop();
      throw new Error(`${server} did not start.\n${words.split('\n').slice(-15).join('\n')}`, { cause });
    });
    return { url: `mysql://root@127.0.0.1:${port}`, version, pid: child.pid!, stop };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(server: string, version: string, data: string, log: string): Promise<void> {
  if (!/mariadb/i.test(version)) {
    await run(server, [
      '--no-defaults',
      ...asUser(),
      '--initialize-insecure',
      `--datadir=${data}`,
      `--log-error=${log}`,
    ]);
    return;
  }
  const installer = searchPath([path.dirname(server)])
    .flatMap((folder) => ['mariadb-install-db', 'mysql_install_db'].map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (installer === undefined) throw new Error(`mariadb-install-db is missing beside ${server}`);
  const args = ['--no-defaults', ...asUser(), `--datadir=${data}`, '--auth-root-authentication-method=normal'];
  await run(installer, [...args, '--skip-test-db', '--innodb-log-file-size=8M'], { maxBuffer: 16 * 1024 * 1024 });
}

/**
 * READ COMMITTED and utf8mb4 as in production. The default collation ignores case on purpose: tables that need another one
 * have to say so.
 */
function options(version: string, home: string, durability: Durability): string[] {
  const isMaria = /mariadb/i.test(version);
  return [
    '--no-defaults',
    ...asUser(),
    '--bind-address=127.0.0.1',
    `--socket=${path.join(home, 's')}`,
    `--pid-file=${path.join(home, 'pid')}`,
    // A server that starts clears its folder for temporary tables, also of those of a neighbour.
    `--tmpdir=${home}`,
    '--transaction-isolation=READ-COMMITTED',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--skip-log-bin',
    '--max-connections=400',
    '--max-allowed-packet=64M',
    '--performance-schema=OFF',
    ...(durability === 'durable' ? DURABLE : THROWAWAY),
    ...(isMaria ? [`--innodb-log-file-size=${durability === 'durable' ? '1G' : '64M'}`] : ['--mysqlx=OFF']),
  ];
}

const THROWAWAY = ['--innodb-buffer-pool-size=256M', '--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0'];
/** What docs/deploying.md advises; the double write stays on. */
const DURABLE = ['--innodb-buffer-pool-size=2G', '--innodb-flush-log-at-trx-commit=1'];

/** Ends the server and clears its folder, once, when asked or when this process is no more. */
export function guard(pid: number, home: string): () => Promise<void> {
  const script = [
    'cat > /dev/null',
    'kill "$0" 2> /dev/null',
    'for i in $(seq 1 150); do kill -0 "$0" 2> /dev/null || break; sleep 0.1; done',
    'kill -9 "$0" 2> /dev/null',
    'rm -rf "$1"',
  ].join('\n');
  const watcher = spawn('sh', ['-c', script, String(pid), home], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => watcher.once('exit', () => resolve()));
  return async () => {
    watcher.stdin.end();
    await ended;
  };
}

/** The server speaks first: one byte of its greeting means that it takes connections. */
async function greeting(port: number, within: number): Promise<void> {
  const deadline = performance.now() + within;
  for (;;) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      const done = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(1_000, () => done(false));
      socket.once('data', () => done(true));
      socket.once('error', () => done(false));
    });
    if (greeted) return;
    if (performance.now() > deadline) throw new Error(`no greeting on port ${port} within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has an AddressInfo
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function searchPath(first: readonly string[] = []): string[] {
  const known = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
  return [...first, ...(process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean), ...known];
}

/** Both servers refuse to run as root unless told to. */
function asUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
