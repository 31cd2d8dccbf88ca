import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSharedClock } from './shared-clock.js';

describe('a clock that all processes share', () => {
  /** What the database says, and how long it takes to say it. */
  let database = { now: 1_000_000, takesMs: 0 };
  let monotonic = 500;
  const passes = async (ms: number): Promise<void> => {
    database.now += ms;
    monotonic += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  const start = () =>
    startSharedClock({
      ask: () => {
        monotonic += database.takesMs / 2;
        const said = database.now + database.takesMs / 2;
        monotonic += database.takesMs / 2;
        database.now += database.takesMs;
        return Promise.resolve(Math.floor(said));
      },
      monotonic: { now: () => monotonic },
      everyMs: 1_000,
    });

  beforeEach(() => {
    vi.useFakeTimers();
    database = { now: 1_000_000, takesMs: 0 };
    monotonic = 500;
  });
  afterEach(() => vi.useRealTimers());

  it('says what the database would say, without asking', async () => {
    const clock = await start();
    expect(clock.now()).toBe(1_000_000);
    await passes(300);
    expect(clock.now()).toBe(1_000_300);
    await clock.stop();
  });

  it('does not care what is done to the clock of this machine', async () => {
    const clock = await start();
    vi.setSystemTime(42);
    await passes(10_000);
    expect(clock.now()).toBe(1_010_000);
    await clock.stop();
  });

  it('follows the database when that is set, ahead or back, to within a millisecond', async () => {
    const clock = await start();
    for (const jump of [60_000, -90_000]) {
      database.now += jump;
      await passes(1_000);
      expect(Math.abs(clock.now() - database.now)).toBeLessThanOrEqual(2);
    }
    await clock.stop();
  });

  it('believes an answer to half of the time that it took', async () => {
    const clock = await start();
    database.takesMs = 400;
    // Within the doubt: nothing is corrected.
    database.now += 150;
    const before = clock.now() - monotonic;
    await passes(1_000);
    expect(clock.now() - monotonic).toBe(before);
    database.now += 1_000;
    await passes(1_000);
    expect(Math.abs(clock.now() - database.now)).toBeLessThanOrEqual(202);
    await clock.stop();
  });

  it('goes on while the database is away', async () => {
    let away = false;
    const ask = (): Promise<number> => (away ? Promise.reject(new Error('gone')) : Promise.resolve(database.now));
    const clock = await startSharedClock({ ask, monotonic: { now: () => monotonic }, everyMs: 1_000 });
    away = true;
    await passes(5_000);
    expect(clock.now()).toBe(1_005_000);
    await clock.stop();
  });
});
