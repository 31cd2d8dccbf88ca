import type { Json, JsonObject } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { Readable } from '../typings/readable.js';

/** Values that scripts tend to decide by, and some they may not have thought of. */
const VALUES: readonly Json[] = [null, 0, 1, 100_000, true, '?', '2020-01-01'];

/**
 * Made-up runs that may go where no chosen contact went: attributes that are missing, small, large or of another type, with and
 * without tags, event and variables. Those that take a way not yet taken become tests of it.
 */
export function probesOf(like: Item, { attributes }: Readable, tags: readonly string[]): readonly Item[] {
  const names = attributes === 'all' ? Object.keys(like.contact.attributes) : attributes;
  const all = (value: Json): JsonObject => Object.fromEntries(names.map((name) => [name, value]));
  const contacts = [
    { attributes: {}, tags: [] },
    { attributes: {}, tags: [...tags] },
    ...VALUES.map((value) => ({ attributes: all(value), tags: [] })),
  ];
  const { entryEvent, variables, ...bare } = like;
  const around = [{ variables: {} }, { variables, ...(entryEvent && { entryEvent }) }];
  return contacts
    .flatMap((contact) => around.map((given) => ({ ...bare, ...given, contact: { id: like.contact.id, ...contact } })))
    .map((item, key) => ({ ...item, key }));
}
