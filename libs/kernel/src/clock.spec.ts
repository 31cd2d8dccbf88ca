import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND, systemClock, VirtualClock } from './clock.js';

describe('VirtualClock', () => {
  it('moves when told, and never backwards', () => {
    const clock = new VirtualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advanceTo(5_000);
    expect(clock.now()).toBe(5_000);
    clock.advanceTo(4_999);
    expect(clock.now()).toBe(5_000);
  });
});

describe('systemClock', () => {
  it('shows whole milliseconds of the machine', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

it('units are milliseconds', () => {
  expect([SECOND, MINUTE, HOUR, DAY]).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
});
