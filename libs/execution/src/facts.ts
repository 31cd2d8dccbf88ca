import type { Json, JsonObject } from '@sojourn/kernel';
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

/** The declared part: attributes by the first name of each dotted path; `*` stands for all. */
export function declared(attributes: JsonObject, paths: ReadonlySet<string>): JsonObject {
  if (paths.has('*')) return attributes;
  const part: Record<string, Json> = {};
  for (const path of paths) {
    const dot = path.indexOf('.');
    for (const name of dot < 0 ? [path] : [path, path.slice(0, dot)]) {
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (value !== undefined) part[name] = value;
    }
  }
  return part;
}
