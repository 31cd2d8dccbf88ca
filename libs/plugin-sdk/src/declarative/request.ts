import type { JsonObject } from '@sojourn/kernel';
import type { HttpRequest } from '../context.js';
import type { Item } from '../item.js';
import type { DeclarativeSpec } from '../node-spec.js';
import { addressOf, bodyOf, textOf } from './template.js';

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNUSABLE = /[\u0000-\u001f\u007f]/;

/** The request of one item, or the path of a hole whose value cannot be used. */
export function requestOf(
  { method, url, headers = {}, query = {}, body, credential }: DeclarativeSpec['request'],
  item: Item,
  data: JsonObject,
): HttpRequest | { readonly hole: string } {
  const address = addressOf(url, data);
  if ('hole' in address) return address;
  const filled = Object.entries(headers).map(([name, template]) => [name, textOf(template, data)] as const);
  const broken = filled.find(([, value]) => UNUSABLE.test(value));
  if (broken) return { hole: broken[0] };
  // A parameter or header without a value is left out.
  const parameters = Object.entries(query).map(([name, template]) => [name, textOf(template, data)] as const);
  const asked = parameters
    .filter(([, value]) => value !== '')
    .map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('='))
    .join('&');
  const joint = address.url.includes('?') ? '&' : '?';
  return {
    item,
    method,
    url: asked === '' ? address.url : `${address.url}${joint}${asked}`,
    headers: Object.fromEntries(filled.filter(([, value]) => value !== '')),
    ...(body !== undefined && { body: bodyOf(body, data) }),
    ...(credential !== undefined && { credential }),
  };
}

/** What templates may name. A node's item has only what it declares to read. */
export function dataOf({ at, contact, entryEvent, variables }: Item, config: JsonObject): JsonObject {
  const { id, externalId, email, phone, language, attributes, tags } = contact;
  const known = Object.entries({ externalId, email, phone, language }).filter(([, value]) => value !== undefined);
  return {
    config,
    contact: { id, ...(Object.fromEntries(known) as JsonObject), attributes, tags: [...tags] },
    ...(entryEvent && {
      event: {
        type: entryEvent.type,
        occurredAt: new Date(entryEvent.occurredAt).toISOString(),
        properties: entryEvent.properties,
      },
    }),
    variables,
    at: new Date(at).toISOString(),
  };
}
