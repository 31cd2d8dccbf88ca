import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { UnexpectedError } from '@sojourn/kernel';
import type { EngineAnswer, EngineAsk } from './engine-protocol.js';

/** An engine in a process of its own, as its parent sees it. */
export class EngineClient {
  readonly #child: ChildProcess;
  #waiting: ((answer: EngineAnswer) => void) | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: EngineAnswer) => this.#settle(answer));
    child.once('exit', (code, signal) => this.#settle({ failed: `the engine's process ended (${signal ?? code})` }));
  }

  /** One ask at a time. Throws UnexpectedError `bench.engine-failed` with the engine's own words. */
  async ask<Answer>(ask: EngineAsk): Promise<Answer> {
    const answer = await new Promise<EngineAnswer>((resolve) => {
      this.#waiting = resolve;
      this.#child.send(ask, (error) => error && this.#settle({ failed: error.message }));
    });
    // The two sides are the same program; `engine-protocol` says what answers what.
    if ('ok' in answer) return answer.ok as Answer;
    throw new UnexpectedError(`${ask.do}: ${answer.failed}`, { code: 'bench.engine-failed' });
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await this.ask({ do: 'close' }).catch(() => this.#child.kill('SIGKILL'));
    await gone;
  }

  #settle(answer: EngineAnswer): void {
    this.#waiting?.(answer);
    this.#waiting = undefined;
  }
}

/** Starts this same program again as an engine; with `profile`, its CPU profile is written there when it ends. */
export function startEngine(profile?: string): EngineClient {
  const [, program] = process.argv as [string, string]; // started with a file
  const profiled = profile ? path.resolve(profile) : undefined;
  const child = fork(program, ['--engine-process'], {
    // Standard output belongs to the report.
    stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
    execArgv: [
      ...process.execArgv,
      ...(profiled
        ? ['--cpu-prof', `--cpu-prof-dir=${path.dirname(profiled)}`, `--cpu-prof-name=${path.basename(profiled)}`]
        : []),
    ],
  });
  return new EngineClient(child);
}
