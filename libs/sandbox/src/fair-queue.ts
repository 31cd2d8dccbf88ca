import type { Clock } from '@sojourn/kernel';

/** What a tenant may use of the processors in a sliding window before it is served after the others. */
export interface TenantBudget {
  /** CPU milliseconds. */
  readonly cpuMs: number;
  readonly windowMs: number;
  /** Beyond it nothing is served until the window has moved on, even if nobody else waits. Default false. */
  readonly hard?: boolean;
}

const BUCKETS = 10;

/** CPU time of one tenant within the window, by tenths of it. */
class Spent {
  readonly #buckets: { readonly at: number; ms: number }[] = [];

  add(now: number, ms: number, windowMs: number): void {
    const at = now - (now % (windowMs / BUCKETS));
    const last = this.#buckets.at(-1);
    if (last?.at === at) last.ms += ms;
    else this.#buckets.push({ at, ms });
  }

  within(now: number, windowMs: number): number {
    while (this.#buckets.length > 0 && this.#buckets[0]!.at <= now - windowMs) this.#buckets.shift();
    return this.#buckets.reduce((sum, { ms }) => sum + ms, 0);
  }
}

/**
 * Who is served next: tenants in rotation, each with its oldest job. One that has used up its budget comes after all that
 * have not, so that a workspace whose scripts never end slows down nobody but itself.
 */
export class FairQueue<Job> {
  readonly #waiting = new Map<string, Job[]>();
  readonly #spent = new Map<string, Spent>();
  readonly #clock: Clock;
  readonly budget: TenantBudget;

  constructor(clock: Clock, budget: TenantBudget) {
    this.#clock = clock;
    this.budget = budget;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Whether more than one tenant used the processors lately. */
  get isShared(): boolean {
    return this.#spent.size > 1;
  }

  push(tenant: string, job: Job): void {
    const jobs = this.#waiting.get(tenant);
    if (jobs) jobs.push(job);
    else this.#waiting.set(tenant, [job]);
  }

  /** The next job, or undefined when none may be served. `held`: tenants that have their share of the places already. */
  next(held: (tenant: string, spent: boolean) => boolean): { readonly tenant: string; readonly job: Job } | undefined {
    let later: string | undefined;
    for (const tenant of this.#waiting.keys()) {
      const spent = this.isSpent(tenant);
      if (held(tenant, spent)) continue;
      if (!spent) return this.#take(tenant);
      later ??= this.budget.hard ? undefined : tenant;
    }
    return later === undefined ? undefined : this.#take(later);
  }

  #take(tenant: string): { tenant: string; job: Job } {
    const jobs = this.#waiting.get(tenant)!; // whoever asks has just met it among the keys
    const job = jobs.shift()!; // a tenant without jobs is not kept
    // To the end of the rotation: a Map keeps the order of insertion.
    this.#waiting.delete(tenant);
    if (jobs.length > 0) this.#waiting.set(tenant, jobs);
    return { tenant, job };
  }

  charge(tenant: string, cpuMs: number): void {
    if (!(cpuMs > 0)) return;
    let spent = this.#spent.get(tenant);
    if (!spent) this.#spent.set(tenant, (spent = new Spent()));
    spent.add(this.#clock.now(), cpuMs, this.budget.windowMs);
  }

  isSpent(tenant: string): boolean {
    const spent = this.#spent.get(tenant);
    if (!spent) return false;
    const used = spent.within(this.#clock.now(), this.budget.windowMs);
    if (used === 0) this.#spent.delete(tenant);
    return used >= this.budget.cpuMs;
  }

  /** All that wait, for a pool that closes. */
  drain(): Job[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return all;
  }
}
