import { evaluate, type EventFact } from '@sojourn/rules';
import type { Item } from '../item.js';
import { stickyOf } from '../sticky.js';
import type { ItemData } from './item-data.js';

const NO_EVENTS: readonly EventFact[] = [];

/** The item a node sees, out of what has crossed. */
export function itemFrom(data: ItemData): Item {
  const { contact, at, wake, entryEvent } = data;
  const past = data.history;
  const history = (type: string): readonly EventFact[] => (Object.hasOwn(past, type) ? past[type]! : NO_EVENTS); // its own
  const atHand = wake.kind === 'event' ? wake.event : entryEvent;
  return {
    key: data.key,
    runId: data.runId,
    visit: data.visit,
    at,
    arrivedAt: data.arrivedAt,
    timeZone: data.timeZone,
    contact,
    entryEvent,
    variables: data.variables,
    wake,
    memory: data.memory,
    history,
    meets: (condition, event = atHand) => evaluate(condition, { now: at, contact, history, ...(event && { event }) }),
    sticky: (salt) => stickyOf(contact.id, salt),
  };
}
