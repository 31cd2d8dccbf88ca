import type { Json } from '@sojourn/kernel';
import type { EventCondition } from './condition.js';

/** Beyond this a number is no amount: `sum` and `average` pass over it. */
export const LARGEST_AMOUNT = 1e12;

/** Millionths of a unit: the grain of `sum` and `average`. */
export const GRAIN = 1e6;

/**
 * The number an event condition compares; null when there is none (`min`, `max`, `average` of nothing).
 *
 * Sums are kept in whole units and whole millionths, both exact integers, and divided once: so ten times 0.1 is 1 and
 * the order of the events, which SQL does not promise, cannot show. `sql/aggregate.ts` does the same arithmetic.
 */
export function aggregateOf(
  aggregate: EventCondition['aggregate'],
  values: readonly (Json | undefined)[],
): number | null {
  switch (aggregate) {
    case 'count':
      return values.length;
    case 'distinct':
      // A Set tells 1 from "1" and from true.
      return new Set(values.filter((value) => value !== undefined && typeof value !== 'object')).size;
    case 'min':
    case 'max':
      return extreme(values, aggregate === 'min' ? -1 : 1);
    default:
      return total(values, aggregate === 'average');
  }
}

function extreme(values: readonly (Json | undefined)[], sign: number): number | null {
  let best: number | null = null;
  for (const value of values) {
    if (typeof value === 'number' && (best === null || (value - best) * sign > 0)) best = value;
  }
  return best;
}

function total(values: readonly (Json | undefined)[], average: boolean): number | null {
  let count = 0;
  let whole = 0;
  let millionths = 0;
  for (const value of values) {
    if (typeof value !== 'number' || Math.abs(value) > LARGEST_AMOUNT) continue;
    const floor = Math.floor(value);
    count++;
    whole += floor;
    millionths += Math.floor((value - floor) * GRAIN + 0.5);
  }
  if (count === 0) return average ? null : 0;
  return (whole * GRAIN + millionths) / (average ? GRAIN * count : GRAIN);
}
