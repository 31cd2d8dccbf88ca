import type { EventFact, Facts, Reads } from '@sojourn/rules';
import { declared } from '../facts.js';
import type { ContactFacts } from '../records.js';
import type { ShadowContact } from './rows.js';
import type { ShadowTables } from './tables.js';

/** Contacts of `wanted`, with the attributes, tags and event history that `reads` names and nothing more. */
export function loadFacts(
  tables: ShadowTables,
  wanted: readonly { readonly contactId: number }[],
  reads: Reads,
): Map<number, ContactFacts> {
  const found = new Map<number, ContactFacts>();
  for (const { contactId } of wanted) {
    const contact = tables.contacts.get(contactId);
    if (contact && !found.has(contactId)) found.set(contactId, factsOf(contact, reads));
  }
  return found;
}

function factsOf(contact: ShadowContact, reads: Reads): ContactFacts {
  return {
    contact: {
      id: contact.id,
      externalId: contact.externalId ?? undefined,
      email: contact.email ?? undefined,
      phone: contact.phone ?? undefined,
      language: contact.language ?? undefined,
      attributes: declared(contact.attributes, reads.attributes),
      tags: reads.tags ? [...contact.tags].sort() : [],
    },
    timeZone: contact.timeZone,
    lastEventId: contact.lastEventId,
    history: historyOf(contact, reads),
  };
}

function historyOf({ events }: ShadowContact, reads: Reads): Map<string, readonly EventFact[]> {
  const history = new Map<string, EventFact[]>();
  if (reads.events.size === 0) return history;
  for (const event of events) {
    if (!reads.events.has(event.type)) continue;
    const ofType = history.get(event.type);
    if (ofType) ofType.push(event);
    else history.set(event.type, [event]);
  }
  for (const ofType of history.values()) ofType.sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id);
  return history;
}

/** Everything known of a contact, as a condition at a moment sees it, whatever it reads. */
export function historyFacts({ attributes, tags, events }: ShadowContact, now: number): Facts {
  return {
    now,
    contact: { attributes, tags },
    history: (type) =>
      events.filter((event) => event.type === type).sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id),
  };
}
