import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '@sojourn/kernel';
import { frame, frameReader } from './frames.js';
import { preferAsVictim, residentBytes } from './process-memory.js';

/** What a process says of a job: a frame's head. Nothing of it is trusted to be more than a type and some numbers. */
export interface Said {
  readonly t: string;
  readonly [field: string]: unknown;
}
export type Death = 'timeout' | 'memory';

export interface Listener {
  /** A frame of the job. Must not throw. */
  heard(said: Said, body: string): void;
  /** The process is gone. `index`: the input that was at work, when the process itself could tell. */
  died(of: Death, index: number | null): void;
}

const START_MS = 20_000;
/** Silence before a process is given up, beside what the job may take on the wall. */
const SILENCE_MS = 6_000;
/** More than any honest frame: answers of a batch are 16 MB at most and handed over in parts. */
const MAX_FRAME = 64 * 1024 * 1024;
const WATCH_MS = 25;
/** Programs that a process keeps. */
const MAX_PROGRAMS = 32;

const CHILD = fileURLToPath(new URL('../child/runner.cjs', import.meta.url));
const ISOLATED_VM = createRequire(import.meta.url).resolve('isolated-vm');

const FLAGS = [
  '--no-node-snapshot',
  '--max-old-space-size=256',
  '--disable-proto=delete',
  // Batches are short: threads beside them, the compiler in the middle, and the best one before it has seen a function often
  // cost more processor time than they give back. Loops are compiled as early as anywhere.
  '--single-threaded',
  '--no-maglev',
  '--invocation-count-for-turbofan=30000',
  // What a batch leaves behind is cleared up once, not five times while it runs.
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
  // No file but its own code, no process, no worker. Node's permissions do not cover the network; the isolates have none.
  '--permission',
  '--allow-addons',
  `--allow-fs-read=${dirname(CHILD)}`,
  `--allow-fs-read=${dirname(ISOLATED_VM)}`,
  `--allow-fs-read=${dirname(createRequire(ISOLATED_VM).resolve('node-gyp-build'))}`,
  '--allow-fs-read=/etc/alpine-release',
];

/** One disposable process. It has one job at a time; after a death or a fright it is not used again. */
export class Runner {
  readonly #child: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };
  readonly ready: Promise<void>;
  readonly #knows = new Set<string>();
  readonly #ended: () => void;
  #listener: Listener | null = null;
  #job = 0;
  #silence: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #patienceMs = 0;
  #verdict: { readonly of: Death; readonly index: number | null } = { of: 'memory', index: null };
  /** Jobs it has had. */
  jobs = 0;
  /** False once the process is gone, was killed, or asked to be replaced. */
  usable = true;

  /** `ended` is called when the process is gone, after the job that it had was told. */
  constructor(ended: () => void = () => undefined) {
    this.#ended = ended;
    this.#child = spawn(process.execPath, [...FLAGS, CHILD, ISOLATED_VM], {
      env: {},
      cwd: dirname(CHILD),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.ready = this.#start();
    // Whoever runs a job meets the failure; without a job there is nobody to tell.
    this.ready.catch(() => {});
    // An idle sandbox does not keep the program alive; a job's timer does.
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout]) (stream as Partial<NodeJS.Timeout>).unref?.();
  }

  /** Whether it was handed this program before. */
  knows(hash: string): boolean {
    return this.#knows.has(hash);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (why: string): void => {
        clearTimeout(timer);
        this.kill();
        reject(
          new OperationalError(`The sandbox process did not start: ${why}. Sojourn must run on its bundled Node.`, {
            code: 'sandbox.start-failed',
          }),
        );
      };
      const timer = setTimeout(() => failed(`not ready after ${START_MS} ms`), START_MS);
      this.#child.on('error', (error) => failed(error.message));
      // Not `exit`: what it said before it died is still heard.
      this.#child.on('close', (code, signal) => {
        this.usable = false;
        failed(`it ended with ${code ?? signal}`);
        const listener = this.#listener;
        this.#rest();
        listener?.died(this.#verdict.of, this.#verdict.index);
        this.#ended();
      });
      // Writing to a process that has just died is answered by its death.
      this.#child.stdin.on('error', () => {});
      const read = frameReader(MAX_FRAME, (head, body) => {
        const said = head as Said;
        if (said.t !== 'ready') return this.#hear(said, body);
        clearTimeout(timer);
        preferAsVictim(this.#child.pid);
        resolve();
      });
      this.#child.stdout.on('data', (chunk: Buffer) => {
        if (!this.usable) return;
        try {
          read(chunk);
        } catch {
          this.kill(); // it does not speak our language any more
        }
      });
    });
  }

  /**
   * Begins a job. `program` is handed over once, by its hash. `wallMs`: how long the process may say nothing while it is at
   * work. Everything it says goes to `listener`, until `end`.
   */
  begin(
    program: { readonly hash: string; readonly code: string },
    head: { readonly t: string; readonly memoryMb: number; readonly [field: string]: unknown },
    body: string,
    wallMs: number,
    listener: Listener,
  ): void {
    this.jobs += 1;
    this.#job += 1;
    this.#listener = listener;
    this.#verdict = { of: 'memory', index: null };
    this.#patienceMs = wallMs + SILENCE_MS;
    const rssLimit = (head.memoryMb * 2 + 384) * 1024 * 1024;
    this.#watch = setInterval(() => {
      if (residentBytes(this.#child.pid) > rssLimit) this.kill();
    }, WATCH_MS);
    if (!this.#knows.has(program.hash)) {
      if (this.#knows.size >= MAX_PROGRAMS) {
        const oldest = this.#knows.values().next().value!; // there are as many
        this.#knows.delete(oldest);
        this.#child.stdin.write(frame({ t: 'forget', hash: oldest }));
      }
      this.#knows.add(program.hash);
      this.#child.stdin.write(frame({ t: 'program', hash: program.hash }, program.code));
    }
    this.send({ ...head, hash: program.hash }, body);
  }

  /** The process is at work again, and must be heard of within its time. */
  send(head: { readonly t: string; readonly [field: string]: unknown }, body = ''): void {
    if (!this.usable) return; // its exit answers
    this.#child.stdin.write(frame({ ...head, id: this.#job }, body));
    this.#expect();
  }

  /** The process waits for us: its silence says nothing. */
  patient(): void {
    clearTimeout(this.#silence);
  }

  #expect(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#verdict = { of: 'timeout', index: null };
      this.kill();
    }, this.#patienceMs);
  }

  #hear(said: Said, body: string): void {
    const listener = this.#listener;
    if (listener === null || said['id'] !== this.#job) return;
    if (said.t === 'fatal') {
      const index = said['index'];
      this.#verdict = {
        of: said['kind'] === 'T' ? 'timeout' : 'memory',
        index: typeof index === 'number' && index >= 0 ? index : null,
      };
      return this.kill();
    }
    if (said.t === 'end') {
      if (said['tired'] === true) this.kill();
      this.#rest();
    } else this.#expect();
    listener.heard(said, body);
  }

  #rest(): void {
    clearTimeout(this.#silence);
    clearInterval(this.#watch);
    this.#listener = null;
  }

  kill(): void {
    this.usable = false;
    this.#child.kill('SIGKILL');
  }
}
