import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { GuestBatch, GuestBatchReport, Sandbox, SandboxJob, SandboxResult } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { createSandbox } from '@sojourn/sandbox';

export interface TriedScript {
  readonly results: readonly SandboxResult[];
  /** Lines by input. */
  readonly logs: readonly (readonly string[])[];
  /** Milliseconds on the wall for all of them. */
  readonly ms: number;
}

/**
 * Production's sandbox for what people try out: one process of its own, started at first use, so that a script under way to
 * being right never takes a place from journeys.
 */
@Injectable()
export class WorkbenchSandbox implements OnModuleDestroy {
  readonly #lines = new Map<JsonObject, string[]>();
  #opened: Promise<Sandbox> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  run(job: SandboxJob): Promise<TriedScript> {
    return this.#inTurn(() => this.#run(job));
  }

  runBatch(batch: GuestBatch): Promise<GuestBatchReport> {
    return this.#inTurn(async () => (await (this.#opened ??= this.#open())).runBatch(batch));
  }

  /** One job at a time; who asks meanwhile waits. */
  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(job);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #run(job: SandboxJob): Promise<TriedScript> {
    const sandbox = await (this.#opened ??= this.#open());
    for (const input of job.inputs) this.#lines.set(input, []);
    const began = performance.now();
    try {
      const results = await sandbox.run(job);
      const ms = performance.now() - began;
      return { results, logs: job.inputs.map((input) => this.#lines.get(input) ?? []), ms };
    } finally {
      this.#lines.clear();
    }
  }

  async #open(): Promise<Sandbox> {
    const sandbox = createSandbox({
      processes: 1,
      onLog: (line, input) => void this.#lines.get(input)?.push(line),
    });
    // The start of the process is not the script's doing.
    await sandbox.run({ source: 'return null', inputs: [{}], timeoutMs: 1_000, memoryMb: 32 });
    return sandbox;
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.#opened)?.close();
  }
}
