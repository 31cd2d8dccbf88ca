import type { EventFact, Item } from '@sojourn/plugin-sdk/engine';
import type { EventBranch, EventWait } from './config.js';

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 } as const;

/**
 * What would have ended the wait, had it begun `lookBack` earlier: the earliest event of any branch since then.
 * The event that let the run in does not count, or every journey on a purchase would find the purchase it waits for.
 */
export function pastEvent(
  { branches, lookBack }: EventWait,
  item: Item,
): { readonly branch: EventBranch; readonly event: EventFact } | null {
  if (!lookBack) return null;
  const since = item.arrivedAt - lookBack.amount * UNIT_MS[lookBack.unit];
  const found = branches.flatMap((branch) => {
    const event = item
      .history(branch.event)
      .find(
        (past) =>
          past.occurredAt > since &&
          past.id !== item.entryEvent?.id &&
          (!branch.filter || item.meets(branch.filter, past)),
      );
    return event ? [{ branch, event }] : [];
  });
  return found.reduce<(typeof found)[number] | null>(
    (first, one) => (first && !isEarlier(one.event, first.event) ? first : one),
    null,
  );
}

function isEarlier(a: EventFact, b: EventFact): boolean {
  return a.occurredAt < b.occurredAt || (a.occurredAt === b.occurredAt && a.id < b.id);
}
