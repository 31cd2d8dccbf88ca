import type { Clock } from '@sojourn/kernel';
import type { Stoppable } from '../shutdown.js';

export interface SharedClockParts {
  /** What time it is for the database, epoch milliseconds. */
  readonly ask: () => Promise<number>;
  /** Time that only goes forward, whatever is done to the machine's clock; its zero does not matter. */
  readonly monotonic?: Clock;
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;

/**
 * The database's clock, which all processes share, without asking it every time: carried on by this machine's monotonic time and
 * compared again every few seconds. So a wait lasts as long as it was drawn on whatever machines it begins and ends, and when
 * somebody sets the clock of one of them. An answer says the truth to half of the time that it took: less is not corrected.
 *
 *     const clock = await startSharedClock({ ask: () => databaseNow(database) });
 */
export async function startSharedClock({
  ask,
  monotonic = { now: () => performance.now() },
  everyMs = EVERY_MS,
}: SharedClockParts): Promise<Clock & Stoppable> {
  const compare = async (): Promise<{ readonly ahead: number; readonly error: number }> => {
    const before = monotonic.now();
    const now = await ask();
    const after = monotonic.now();
    // The database counts whole milliseconds.
    return { ahead: now - (before + after) / 2, error: (after - before) / 2 + 1 };
  };
  let { ahead } = await compare();
  const correct = async (): Promise<void> => {
    const found = await compare();
    const wrong = found.ahead - ahead;
    if (Math.abs(wrong) > found.error) ahead += wrong - Math.sign(wrong) * found.error;
  };
  // While the database is away, time goes on as it did.
  const timer = setInterval(() => void correct().catch(() => undefined), everyMs);
  timer.unref();
  return {
    now: () => Math.round(monotonic.now() + ahead),
    stop() {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}
