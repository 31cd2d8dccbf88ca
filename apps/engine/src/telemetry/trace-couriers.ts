import type { Courier } from '@sojourn/execution';
import { within } from './spans.js';

/** Couriers with a span for each call. */
export function traceCouriers(couriers: readonly Courier[]): Courier[] {
  return couriers.map((courier) => ({
    ...courier,
    deliver: (items, now, begin) =>
      within(`deliver ${courier.kind}`, { 'sojourn.items': items.length }, () => courier.deliver(items, now, begin)),
  }));
}
