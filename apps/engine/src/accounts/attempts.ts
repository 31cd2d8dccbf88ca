import type { Clock } from '@sojourn/kernel';
import { UserError } from '@sojourn/kernel';

const WINDOW_MS = 15 * 60_000;
/** Failures within the window after which an address may not try this e-mail again, and any e-mail at all. */
const PER_PAIR = 10;
const PER_ADDRESS = 60;
/** Beyond this many remembered addresses the oldest are forgotten: memory is bounded whatever is sent. */
const REMEMBERED = 20_000;

interface Failures {
  count: number;
  readonly until: number;
}

/** Counts failed sign-ins per address and e-mail, in this process. */
export class Attempts {
  readonly #failures = new Map<string, Failures>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws when there were too many failures already. */
  check(address: string, email: string): void {
    const waits = [this.#over(`${address} ${email}`, PER_PAIR), this.#over(address, PER_ADDRESS)].filter(
      (until) => until !== undefined,
    );
    if (waits.length === 0) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((Math.max(...waits) - this.#clock.now()) / 1_000));
    throw new UserError(`Too many failed sign-ins. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`, {
      code: 'session.throttled',
      status: 429,
      details: { retryAfterSeconds, minutes: Math.ceil(retryAfterSeconds / 60) },
    });
  }

  failed(address: string, email: string): void {
    for (const key of [`${address} ${email}`, address]) {
      const known = this.#failures.get(key);
      if (known && known.until > this.#clock.now()) known.count++;
      else this.#failures.set(key, { count: 1, until: this.#clock.now() + WINDOW_MS });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= REMEMBERED) break;
      this.#failures.delete(key);
    }
  }

  succeeded(address: string, email: string): void {
    this.#failures.delete(`${address} ${email}`);
  }

  #over(key: string, limit: number): number | undefined {
    const known = this.#failures.get(key);
    return known && known.count >= limit && known.until > this.#clock.now() ? known.until : undefined;
  }
}
