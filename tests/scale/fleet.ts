import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/** The engine's program in one file, as its sources are now; what comes from npm stays outside. */
export async function bundleEngine(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = path.join(root, `node_modules/.cache/sojourn/fleet-${process.pid}`);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: {
      ssr: path.join(root, 'apps/engine/src/main.ts'),
      outDir: folder,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'engine.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  return { file: path.join(folder, 'engine.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface Process {
  readonly child: ChildProcess;
  /** Where it answers: the API, or a worker's health and metrics. */
  readonly address: string;
  /** Everything it has said. */
  words(): string;
  /** SIGTERM; answers its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Engines of several processes on one database, as on several machines. */
export class Fleet {
  readonly #file: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #running = new Set<Process>();

  private constructor(file: string, env: Readonly<Record<string, string>>, folder: string) {
    this.#file = file;
    this.#env = env;
    this.#folder = folder;
  }

  static async of(file: string, env: Readonly<Record<string, string>>): Promise<Fleet> {
    return new Fleet(file, env, await mkdtemp(path.join(tmpdir(), 'sojourn-fleet-')));
  }

  async start(role: 'api' | 'worker', name: string, env: Readonly<Record<string, string>> = {}): Promise<Process> {
    const child = spawn(process.execPath, [this.#file], {
      env: {
        ...process.env,
        PORT: '0',
        HOST: '127.0.0.1',
        SOJOURN_DEMO: 'off',
        SOJOURN_ROLE: role,
        SOJOURN_WORKER_ID: name,
        SOJOURN_WORKER_PORT: '0',
        SOJOURN_DATA_DIR: this.#folder,
        SOJOURN_LOG_LEVEL: 'info',
        ...this.#env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    const exited = once(child, 'exit');
    const address = await new Promise<string>((resolve, reject) => {
      const ready =
        role === 'api' ? /running at (http\S+)/ : /metrics of this worker: (http\S+)[\s\S]*worker is running/;
      const listen = (chunk: Buffer): void => {
        words += String(chunk);
        const found = ready.exec(words)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      void exited.then(() => reject(new Error(`${name} ended before it was ready:\n${words}`)));
    });
    const running: Process = {
      child,
      address,
      words: () => words,
      stop: async () => {
        this.#running.delete(running);
        child.kill('SIGTERM');
        return (await exited)[0] as number | null;
      },
      kill: async () => {
        this.#running.delete(running);
        child.kill('SIGKILL');
        await exited;
      },
    };
    this.#running.add(running);
    return running;
  }

  async close(): Promise<void> {
    for (const one of this.#running) await one.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
