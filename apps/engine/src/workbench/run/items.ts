import type { JsonObject } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import { stickyOf } from '@sojourn/plugin-sdk/engine';
import { evaluate } from '@sojourn/rules';
import { factsAt } from '@sojourn/execution';
import type { Sample } from './sample.service.js';

export interface Arrival {
  readonly at: number;
  readonly timeZone: string;
  readonly variables: JsonObject;
}

/** The samples as runs that have just arrived on the node, for the first time. */
export function itemsOf(samples: readonly Sample[], { at, timeZone, variables }: Arrival): Item[] {
  return samples.map(({ id, facts, entryEvent }, key) => ({
    key,
    // There is no run; chance and keys that hang on it are each contact's own all the same.
    runId: id,
    visit: 1,
    at,
    arrivedAt: at,
    timeZone: facts.timeZone ?? timeZone,
    contact: contactOf(facts.contact),
    ...(entryEvent && { entryEvent }),
    variables,
    wake: { kind: 'arrived' },
    history: (type) => facts.history.get(type) ?? [],
    meets: (condition, event = entryEvent) => evaluate(condition, factsAt(facts, at, event)),
    sticky: (salt) => stickyOf(id, salt),
  }));
}

function contactOf(contact: Sample['facts']['contact']): Item['contact'] {
  const { externalId, email, phone, language, ...own } = contact;
  return {
    ...own,
    ...(externalId !== undefined && { externalId }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(language !== undefined && { language }),
  };
}
