import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, guard, searchPath } from './mariadb.js';

/** A Redis of our own on 127.0.0.1 that keeps nothing on disk, as in production. */
export interface PrivateRedis {
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The server program of this machine, or null. */
export function findRedis(folders: readonly string[] = searchPath()): string | null {
  const found = folders
    .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  return found ?? null;
}

/**
 * Starts a server and answers when it takes commands; on `port` where the place of one that was killed is to be taken.
 * It dies with this process, even when this process is killed.
 */
export async function startRedis(program: string, port?: number): Promise<PrivateRedis> {
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-redis-'));
  const taken = port ?? (await freePort());
  const options = ['--port', String(taken), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', home];
  const child = spawn(program, options, { stdio: 'ignore', detached: true });
  const died = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with code ${code}`)));
  });
  died.catch(() => undefined);
  if (child.pid === undefined) await died;
  const pid = child.pid!; // spawned: otherwise `died` has thrown
  const stop = guard(pid, home);
  try {
    await Promise.race([answering(taken, 10_000), died]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${taken}`, port: taken, pid, stop };
}

async function answering(port: number, within: number): Promise<void> {
  const deadline = performance.now() + within;
  for (;;) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
      const done = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(1_000, () => done(false));
      socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
      socket.once('error', () => done(false));
    });
    if (answered) return;
    if (performance.now() > deadline) throw new Error(`no answer on port ${port} within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
