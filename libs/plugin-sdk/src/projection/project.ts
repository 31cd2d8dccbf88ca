import type { EventFact } from '@sojourn/rules';
import type { Item, VisitContact, Wake } from '../item.js';
import type { ItemData } from './item-data.js';
import { partOf } from './names.js';
import type { Projection } from './projection.js';

const NO_TAGS: readonly string[] = [];

/** An item as it crosses into the sandbox: only what the projection names. */
export function project(item: Item, projection: Projection): ItemData {
  const { identities, event } = projection;
  const { entryEvent, memory } = item;
  return {
    key: item.key,
    runId: item.runId,
    visit: item.visit,
    at: item.at,
    arrivedAt: item.arrivedAt,
    timeZone: identities.has('timeZone') ? item.timeZone : 'UTC',
    contact: contactOf(item, projection),
    ...(event && entryEvent && { entryEvent }),
    variables: partOf(item.variables, projection.variables),
    wake: wakeOf(item.wake, projection),
    ...(memory !== undefined && { memory }),
    history: historyOf(item, projection),
  };
}

function contactOf({ contact }: Item, { identities, attributes, tags }: Projection): VisitContact {
  const { id, externalId, email, phone, language } = contact;
  return {
    id,
    ...(externalId !== undefined && identities.has('externalId') && { externalId }),
    ...(email !== undefined && identities.has('email') && { email }),
    ...(phone !== undefined && identities.has('phone') && { phone }),
    ...(language !== undefined && identities.has('language') && { language }),
    attributes: partOf(contact.attributes, attributes),
    tags: tags ? contact.tags : NO_TAGS,
  };
}

/** An event that the node may not hear wakes it without its payload. */
function wakeOf(wake: Wake, { heard }: Projection): Wake {
  if (wake.kind !== 'event' || heard.has(wake.event.type)) return wake;
  return { ...wake, event: { ...wake.event, properties: {} } };
}

function historyOf(item: Item, { events }: Projection): ItemData['history'] {
  const history: [string, readonly EventFact[]][] = [];
  for (const [type, back] of events) {
    const known = item.history(type);
    // What other nodes of the drawing had loaded is none of this one's business.
    const own = back === Infinity ? known : known.filter(({ occurredAt }) => occurredAt > item.arrivedAt - back);
    if (own.length > 0) history.push([type, own]);
  }
  return Object.fromEntries(history);
}
