import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '@sojourn/kernel';

/** One line of a child's report: the input's index, the kind, the text. */
export type Line = readonly [index: number, kind: 'V' | 'E' | 'T' | 'M' | 'L', text: string];

export interface RunnerJob {
  readonly source: string;
  readonly inputs: readonly string[];
  /** CPU time for each input. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** An isolate for each input, each answer reported before the next input starts. */
  readonly alone: boolean;
  readonly limits: {
    readonly output: number;
    readonly depth: number;
    readonly keys: number;
    readonly logs: number;
    readonly logLength: number;
  };
}

/** How a job ended: in order, or with the death of the process and what it died of. */
export type RunnerEnd =
  { readonly end: 'done' } | { readonly end: 'died'; readonly of: 'timeout' | 'memory'; readonly index: number | null };

/** Silence before the process is given up: the child's own limit on the wall clock (4 times the CPU time), and this. */
const SILENCE_MS = 6_000;
const WALL_PER_CPU = 4;
const START_MS = 20_000;

const CHILD = fileURLToPath(new URL('../child/runner.cjs', import.meta.url));
const ISOLATED_VM = createRequire(import.meta.url).resolve('isolated-vm');

const FLAGS = [
  '--no-node-snapshot',
  '--max-old-space-size=256',
  '--disable-proto=delete',
  // No file but its own code, no process, no worker. Node's permissions do not cover the network; the isolates have none.
  '--permission',
  '--allow-addons',
  `--allow-fs-read=${dirname(CHILD)}`,
  `--allow-fs-read=${dirname(ISOLATED_VM)}`,
  `--allow-fs-read=${dirname(createRequire(ISOLATED_VM).resolve('node-gyp-build'))}`,
  '--allow-fs-read=/etc/alpine-release',
];

/** One disposable process. It runs one job at a time; after a death or a fright it is not used again. */
export class Runner {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #heard: ((message: Report) => void) | null = null;
  #exited: (() => void) | null = null;
  #seq = 0;
  /** False once the process is gone, was killed, or asked to be replaced. */
  usable = true;

  constructor() {
    this.#child = fork(CHILD, [ISOLATED_VM], {
      env: {},
      cwd: dirname(CHILD),
      execPath: process.execPath,
      execArgv: FLAGS,
      serialization: 'json',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // An idle sandbox does not keep the program alive; a job's timer does.
    this.#child.unref();
    this.#child.channel?.unref();
    this.#ready = this.#start();
    // Whoever runs a job meets the failure; without a job there is nobody to tell.
    this.#ready.catch(() => {});
  }

  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (why: string): void => {
        this.kill();
        reject(
          new OperationalError(`The sandbox process did not start: ${why}. Sojourn must run on its bundled Node.`, {
            code: 'sandbox.start-failed',
          }),
        );
      };
      const timer = setTimeout(() => failed(`not ready after ${START_MS} ms`), START_MS);
      this.#child.on('error', (error) => failed(error.message));
      this.#child.on('exit', (code, signal) => {
        clearTimeout(timer);
        this.usable = false;
        failed(`it ended with ${code ?? signal}`);
        this.#exited?.();
      });
      this.#child.on('message', (message: Report) => {
        if (!('ready' in message)) return this.#heard?.(message);
        clearTimeout(timer);
        preferAsVictim(this.#child.pid);
        resolve();
      });
    });
  }

  /** Hands every line to `onLine` as it comes. Never rejects for what a script does, only when the process cannot start. */
  async run(job: RunnerJob, onLine: (line: Line) => void): Promise<RunnerEnd> {
    await this.#ready;
    const id = ++this.#seq;
    return new Promise((resolve) => {
      let verdict: RunnerEnd = { end: 'died', of: 'memory', index: null };
      const patience = job.timeoutMs * WALL_PER_CPU + SILENCE_MS;
      const giveUp = (): void => {
        verdict = { end: 'died', of: 'timeout', index: null };
        this.kill();
      };
      let timer = setTimeout(giveUp, patience);
      const rssLimit = (job.memoryMb * 2 + 256) * 1024 * 1024;
      const rssWatch = setInterval(() => {
        if (residentBytes(this.#child.pid) > rssLimit) this.kill();
      }, 25);
      const finish = (end: RunnerEnd): void => {
        clearTimeout(timer);
        clearInterval(rssWatch);
        this.#heard = null;
        this.#exited = null;
        resolve(end);
      };
      this.#exited = () => finish(verdict);
      this.#heard = (message) => {
        if (message.id !== id) return;
        clearTimeout(timer);
        timer = setTimeout(giveUp, patience);
        if (message.results) for (const line of message.results) onLine(line);
        if (message.fatal) {
          const [index, kind] = message.fatal;
          verdict = { end: 'died', of: kind === 'T' ? 'timeout' : 'memory', index };
          this.kill();
        }
        if (message.end) {
          if (message.tired) this.kill();
          finish({ end: 'done' });
        }
      };
      if (!this.#child.connected) return finish(verdict);
      this.#child.send({ id, ...job });
    });
  }

  kill(): void {
    this.usable = false;
    this.#child.kill('SIGKILL');
  }
}

interface Report {
  readonly ready?: true;
  readonly id?: number;
  readonly results?: readonly Line[];
  readonly fatal?: Line;
  readonly end?: true;
  readonly tired?: boolean;
}

/** The process's memory as Linux counts it; elsewhere the child's own watch must do. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0; // it has just ended
  }
}

/** When the machine runs out of memory, Linux shall take the sandbox, not the engine. */
function preferAsVictim(pid: number | undefined): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '900');
  } catch {
    // Not allowed here: the memory watch remains.
  }
}
