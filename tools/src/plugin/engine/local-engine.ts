import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { OperationalError } from '@sojourn/kernel';
import { repository } from '../../chaos/repository.js';

/** An engine of one's own on 127.0.0.1, with a database in its folder. */
export interface LocalEngine {
  readonly url: string;
  /** Signs the owner in, once; null when the owner has a password. */
  readonly token: string | null;
  log(): string;
  stop(): Promise<void>;
}

export interface LocalEngineOptions {
  /** Folder of its database. */
  readonly dataDir: string;
  /** The engine's main file; default: that of this release. */
  readonly program?: string;
  /** Environment variables beside those that keep it to itself. */
  readonly env?: { readonly [name: string]: string };
}

const PATIENCE_MS = 60_000;

/** Starts an engine on a free port and answers when it says that it runs. It dies with this process. */
export async function startLocalEngine({ dataDir, program, env }: LocalEngineOptions): Promise<LocalEngine> {
  const main = program ?? path.join(repository(), 'apps/engine/dist/main.js');
  const child = spawn(process.execPath, ['--no-node-snapshot', main], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', SOJOURN_DEMO: 'off', SOJOURN_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += String(data)));
  const onExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  };
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [, url] = /Sojourn is running at (http:\/\/\S+)[\s\S]*\n\s*Data: /.exec(log) ?? [];
    if (url !== undefined) return { url, token: /token=([\w-]+)/.exec(log)?.[1] ?? null, log: () => log, stop };
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new OperationalError(`The engine did not start:\n${log.slice(-4_000)}`, { code: 'cli.no-engine' });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
