import type { JsonObject } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { Readable } from '../typings/readable.js';

/**
 * Runs with what a script may not have thought of: no event, no variables, attributes that are missing, null or of another type.
 * Those on which it fails become tests of the way out for errors.
 */
export function unexpected(like: Item, { attributes }: Readable): readonly Item[] {
  const names = attributes === 'all' ? Object.keys(like.contact.attributes) : attributes;
  const all = (value: JsonObject[string]): JsonObject => Object.fromEntries(names.map((name) => [name, value]));
  const { entryEvent: _, ...bare } = like;
  const eventless = { ...bare, variables: {} };
  return [{}, all(null), all('?'), all(0)].map((own, index) => ({
    ...eventless,
    key: index,
    contact: { id: like.contact.id, attributes: own, tags: [] },
  }));
}
