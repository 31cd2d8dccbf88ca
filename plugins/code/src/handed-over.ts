import type { Item, Json, JsonObject } from '@sojourn/plugin-sdk/engine';

const IDENTITIES = ['externalId', 'email', 'phone', 'language'] as const;

/** What a script is given of a run: all of it, or the fields of a list such as `['email', 'attributes.spend', 'event']`. */
export function handedOver(item: Item, reads: readonly string[] | undefined): JsonObject {
  const { at, visit, contact, entryEvent, variables } = item;
  const { id, externalId = null, email = null, phone = null, language = null, attributes, tags } = contact;
  const event = entryEvent
    ? { type: entryEvent.type, occurredAt: entryEvent.occurredAt, properties: entryEvent.properties }
    : null;
  if (reads === undefined) {
    const own = { id, externalId, email, phone, language, attributes, tags: [...tags] };
    return { contact: own, event, variables, at, visit };
  }
  const identities = { externalId, email, phone, language };
  return {
    contact: {
      id,
      ...Object.fromEntries(IDENTITIES.filter((name) => reads.includes(name)).map((name) => [name, identities[name]])),
      ...listed('attributes', attributes, reads),
      ...(reads.includes('tags') && { tags: [...tags] }),
    },
    ...(reads.includes('event') && { event }),
    ...listed('variables', variables, reads),
    at,
    visit,
  };
}

/** `{ attributes: { spend } }` where the list names it, nothing where it names none of them. */
function listed(kind: string, all: JsonObject, reads: readonly string[]): JsonObject {
  const names = reads.filter((field) => field.startsWith(`${kind}.`)).map((field) => field.slice(kind.length + 1));
  if (names.length === 0) return {};
  if (names.includes('*')) return { [kind]: all };
  // Of a dotted path the whole branch: a script reads it by its first step.
  const steps = names.map((name) => name.split('.')[0] ?? name);
  const own = steps.flatMap((step): [string, Json][] => (Object.hasOwn(all, step) ? [[step, all[step]!]] : []));
  return { [kind]: Object.fromEntries(own) };
}
