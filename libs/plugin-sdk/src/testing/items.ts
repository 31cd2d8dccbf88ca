import { groupBy } from '@sojourn/kernel';
import type { Item } from '../item.js';
import { itemFrom } from '../projection/item-from.js';
import { factOf, type WrittenVisit } from './visit.js';

/** A written visit as an item with all there is: what nodes of the product's own see. Nothing of the future is in its history. */
export function itemOf(key: number, written: WrittenVisit): Item {
  const { at, wake, runId, visit, arrivedAt = at, timeZone, contact, variables, memory, entryEvent } = written;
  const past = written.history
    .map((event) => factOf(event, written))
    .filter(({ occurredAt }) => occurredAt <= at)
    .sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id);
  return itemFrom({
    key,
    runId,
    visit,
    at,
    arrivedAt,
    timeZone,
    contact,
    entryEvent: entryEvent && factOf(entryEvent, written),
    variables,
    wake: wake.kind === 'event' ? { ...wake, event: factOf(wake.event, written) } : wake,
    memory,
    history: Object.fromEntries(groupBy(past, ({ type }) => type)),
  });
}
