import type { EventFact, Facts } from '@sojourn/rules';
import type { ContactFacts } from './ports.js';

/**
 * The facts a condition sees at one moment. `upTo` hides events that arrived later than the one at hand,
 * so that a batch decides exactly as one event at a time would.
 */
export function factsAt(known: ContactFacts, now: number, event?: EventFact, upTo = Infinity): Facts {
  return {
    now,
    contact: { attributes: known.contact.attributes, tags: known.contact.tags },
    event,
    history: (type) => {
      const all = known.history.get(type) ?? [];
      return upTo === Infinity ? all : all.filter((past) => past.id <= upTo);
    },
  };
}
