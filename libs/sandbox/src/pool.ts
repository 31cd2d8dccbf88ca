import { OperationalError, type Clock } from '@sojourn/kernel';
import { FairQueue, type TenantBudget } from './fair-queue.js';
import { Runner } from './runner.js';

export interface PoolOptions {
  /** Jobs that compute at the same time, each in a process of its own. */
  readonly processes: number;
  /** Jobs more that may wait for the host, each keeping its process. */
  readonly waiting: number;
  /** Processes started ahead, so that one that was killed is replaced at once. */
  readonly spares: number;
  readonly recycleAfter: number;
  readonly budget: TenantBudget;
  readonly clock: Clock;
  /** A process is ready: how long its start took. */
  readonly onProcess?: ((started: { readonly pid: number; readonly ms: number }) => void) | undefined;
}

/** A place at a process, for one attempt of one job. */
export interface Seat {
  readonly runner: Runner;
  /** The job waits for the host: another may compute meanwhile. */
  park(): void;
  /** The job goes on, when its tenant's turn comes. */
  unpark(): Promise<void>;
  /** The attempt is over; `cpuMs` is what the tenant pays. */
  leave(cpuMs: number): void;
}

interface Waiter {
  /** A parked job that wants to go on keeps its process; a new one gets one. */
  readonly runner: Runner | null;
  readonly hash: string;
  readonly go: (runner: Runner) => void;
  readonly fail: (error: unknown) => void;
}

/** How often a hard budget is looked at again while everything that waits is beyond it. */
const LOOK_AGAIN_MS = 100;

/** Disposable processes, shared by all tenants in turn. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #queue: FairQueue<Waiter>;
  /** The one used last comes last and is taken first: it is warm. */
  readonly #idle: Runner[] = [];
  readonly #all = new Set<Runner>();
  readonly #holds = new Map<string, number>();
  #computing = 0;
  #parked = 0;
  /** Where processes do not start, none is started ahead. */
  #startsFail = false;
  /** Jobs that computed at the same time, at most so far. */
  #used = 0;
  #closed = false;
  #again: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#queue = new FairQueue(options.clock, options.budget);
  }

  /** Whether the tenant has used up a hard budget. */
  refuses(tenant: string): boolean {
    return this.#options.budget.hard === true && this.#queue.isSpent(tenant);
  }

  /** Throws OperationalError `sandbox.closed` and `sandbox.start-failed`. */
  async take(tenant: string, hash: string): Promise<Seat> {
    const runner = await this.#turn(tenant, hash, null);
    try {
      await runner.ready;
    } catch (error) {
      this.#end(tenant);
      throw error;
    }
    if (this.#closed) {
      runner.kill();
      this.#end(tenant);
      throw closed();
    }
    let parked = false;
    return {
      runner,
      park: () => {
        if (parked || this.#parked >= this.#options.waiting) return;
        parked = true;
        this.#parked += 1;
        this.#end(tenant);
      },
      unpark: async () => {
        if (!parked) return;
        parked = false;
        this.#parked -= 1;
        await this.#turn(tenant, hash, runner);
      },
      leave: (cpuMs) => {
        this.#queue.charge(tenant, cpuMs);
        this.#giveBack(runner);
        if (parked) this.#parked -= 1;
        else this.#end(tenant);
      },
    };
  }

  #turn(tenant: string, hash: string, runner: Runner | null): Promise<Runner> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise((go, fail) => {
      this.#queue.push(tenant, { runner, hash, go, fail });
      this.#serve();
    });
  }

  #serve(): void {
    const { processes, spares } = this.#options;
    while (this.#computing < processes && this.#queue.size > 0) {
      // Among others, whoever is beyond its budget never has all places at once.
      const held = (tenant: string, spent: boolean): boolean =>
        spent && processes > 1 && this.#queue.isShared && (this.#holds.get(tenant) ?? 0) >= processes - 1;
      const next = this.#queue.next(held);
      if (!next) {
        // Nobody else will call when the window has moved on.
        if (this.#computing === 0 && !this.#again)
          this.#again = setTimeout(() => {
            this.#again = undefined;
            this.#serve();
          }, LOOK_AGAIN_MS);
        break;
      }
      this.#computing += 1;
      this.#holds.set(next.tenant, (this.#holds.get(next.tenant) ?? 0) + 1);
      next.job.go(next.job.runner ?? this.#fetch(next.job.hash));
    }
    this.#forget();
    this.#used = Math.max(this.#used, this.#computing);
    // As many as ever computed at once, and the spares. Who waits for the host is covered by a spare while it is away: a process
    // started for that would be one too many as soon as the host has answered, for every batch that calls.
    while (!this.#closed && !this.#startsFail && this.#used > 0 && this.#all.size < this.#used + spares)
      this.#idle.unshift(this.#start());
  }

  #most(): number {
    return this.#options.processes + this.#options.spares + this.#parked;
  }

  #forget(): void {
    for (const runner of this.#all) if (!runner.usable) this.#all.delete(runner);
    for (let i = this.#idle.length - 1; i >= 0; i--) if (!this.#idle[i]!.usable) this.#idle.splice(i, 1);
  }

  /** An idle process that knows the program, else the one used last, else a new one. */
  #fetch(hash: string): Runner {
    this.#forget();
    const knows = this.#idle.findLastIndex((runner) => runner.knows(hash));
    const [runner] = this.#idle.splice(knows >= 0 ? knows : -1, 1);
    return runner ?? this.#start();
  }

  #start(): Runner {
    // One that ends while it has nothing to do is replaced as well.
    const runner = new Runner(() => !this.#closed && this.#serve());
    this.#all.add(runner);
    const began = performance.now();
    runner.ready.then(
      () => {
        this.#startsFail = false;
        this.#options.onProcess?.({ pid: runner.pid ?? 0, ms: performance.now() - began });
      },
      () => (this.#startsFail = true), // whoever takes it is told why
    );
    return runner;
  }

  #giveBack(runner: Runner): void {
    if (this.#closed || runner.jobs >= this.#options.recycleAfter || this.#all.size > this.#most()) runner.kill();
    if (runner.usable) this.#idle.push(runner);
    else this.#all.delete(runner);
  }

  #end(tenant: string): void {
    this.#computing -= 1;
    const holds = (this.#holds.get(tenant) ?? 1) - 1;
    if (holds > 0) this.#holds.set(tenant, holds);
    else this.#holds.delete(tenant);
    this.#serve();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const { fail } of this.#queue.drain()) fail(closed());
    for (const runner of this.#all) runner.kill();
    this.#idle.length = 0;
  }
}

function closed(): OperationalError {
  return new OperationalError('The sandbox is closed: the engine is stopping.', { code: 'sandbox.closed' });
}
