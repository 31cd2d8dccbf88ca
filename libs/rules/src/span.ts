import { DAY, HOUR, MINUTE } from '@sojourn/kernel';
import type { Span } from './condition.js';

const UNITS = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY } as const;

/** A span in milliseconds. */
export function millisecondsOf({ amount, unit }: Span): number {
  return amount * UNITS[unit];
}
