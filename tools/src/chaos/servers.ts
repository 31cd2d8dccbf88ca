import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { answers, freePort, until } from './ports.js';

const run = promisify(execFile);

/** A server of our own on 127.0.0.1 that can be killed without a warning and started again on what it left behind. */
export interface Server {
  readonly port: number;
  start(): Promise<void>;
  /** SIGKILL; answers when the process is gone. */
  kill(): Promise<void>;
  /** Undefined while it is not running. */
  readonly pid: number | undefined;
}

export function findProgram(names: readonly string[]): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/local/bin',
  ];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
}

/** Which servers this machine lacks, as a sentence; undefined when the suite can run. */
export function whatIsMissing(): string | undefined {
  if (!findProgram(['mariadbd'])) return 'no mariadbd was found: install one ("apt-get install mariadb-server")';
  if (!findProgram(['redis-server'])) return 'no redis-server was found: install one ("apt-get install redis-server")';
  return undefined;
}

/** A MariaDB that keeps what it committed even when it is killed: the log is flushed at every commit. */
export async function createMariadb(folder: string): Promise<Server> {
  const program = findProgram(['mariadbd'])!; // whatIsMissing() was asked before
  const installer = findProgram(['mariadb-install-db'])!; // comes with the server
  const data = path.join(folder, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary, { recursive: true });
  await run(installer, ['--no-defaults', ...user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--innodb-log-file-size=16M']); // prettier-ignore
  const port = await freePort();
  const options = [
    '--no-defaults',
    ...user,
    `--datadir=${data}`,
    // A server that starts clears what it takes for its own in there.
    `--tmpdir=${temporary}`,
    `--socket=${path.join(folder, 's')}`,
    `--pid-file=${path.join(folder, 'pid')}`,
    `--log-error=${path.join(folder, 'error.log')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-log-file-size=16M',
    '--innodb-buffer-pool-size=128M',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--max-connections=200',
    '--max-allowed-packet=64M',
    '--performance-schema=OFF',
    '--skip-log-bin',
  ];
  return server(port, () => spawn(program, options, { cwd: data, stdio: 'ignore' }), true);
}

export async function createRedis(folder: string): Promise<Server> {
  const program = findProgram(['redis-server'])!; // whatIsMissing() was asked before
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, '--maxmemory-policy', 'noeviction']; // prettier-ignore
  return server(port, () => spawn(program, options, { cwd: folder, stdio: 'ignore' }), false);
}

/** Makes Redis forget everything; answers whether it heard. */
export function flushRedis(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 }, () => socket.write('FLUSHALL\r\n'));
    const end = (heard: boolean): void => {
      socket.destroy();
      resolve(heard);
    };
    socket.once('data', (answer) => end(answer.toString().startsWith('+OK')));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function server(port: number, begin: () => ChildProcess, greets: boolean): Server {
  let child: ChildProcess | undefined;
  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    port,
    get pid() {
      return running() ? child?.pid : undefined;
    },
    async start() {
      child = begin();
      await until(`a server on port ${port}`, 60_000, () => answers(port, greets));
    },
    async kill() {
      if (!child || !running()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
