import type { Json, JsonObject } from '@sojourn/kernel';
import type { ShadowContact } from './rows.js';

export interface ContactPatch {
  /** Attributes by name; a value takes the place of the old one whole. */
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** What really changed; the payload of `$contact_updated`. */
export interface ContactChange {
  readonly attributes: string[];
  readonly addedTags: string[];
  readonly removedTags: string[];
}

type Mirrored = 'email' | 'phone' | 'language' | 'timeZone';

/** Attributes that also fill a field of their own, under the names that clients use. */
const MIRRORED = new Map<string, Mirrored>([
  ['email', 'email'],
  ['phone', 'phone'],
  ['language', 'language'],
  ['locale', 'language'],
  ['timeZone', 'timeZone'],
  ['timezone', 'timeZone'],
]);
/** As long as the database's columns; a longer value stays an attribute and fills no field. */
const LONGEST: Readonly<Record<Mirrored, number>> = { email: 191, phone: 64, language: 35, timeZone: 64 };
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Applies a patch and says what it changed; null when everything was so already. */
export function applyPatch(contact: ShadowContact, patch: ContactPatch): ContactChange | null {
  const attributes: Record<string, Json> = { ...contact.attributes };
  const change: ContactChange = { attributes: [], addedTags: [], removedTags: [] };
  for (const [name, value] of Object.entries(patch.set ?? {})) {
    if (FORBIDDEN.has(name) || (Object.hasOwn(attributes, name) && same(attributes[name], value))) continue;
    attributes[name] = value;
    change.attributes.push(name);
    mirror(contact, name, value);
  }
  for (const name of patch.unset ?? []) {
    if (!Object.hasOwn(attributes, name)) continue;
    delete attributes[name];
    change.attributes.push(name);
    mirror(contact, name, null);
  }
  for (const tag of patch.addTags ?? []) {
    if (tag === '' || contact.tags.has(tag)) continue;
    contact.tags.add(tag);
    change.addedTags.push(tag);
  }
  for (const tag of patch.removeTags ?? []) if (contact.tags.delete(tag)) change.removedTags.push(tag);
  contact.attributes = attributes;
  return change.attributes.length + change.addedTags.length + change.removedTags.length > 0 ? change : null;
}

function mirror(contact: ShadowContact, name: string, value: Json): void {
  const field = MIRRORED.get(name);
  if (!field) return;
  const text = typeof value === 'string' && value.length <= LONGEST[field] && value !== '' ? value : null;
  contact[field] = field === 'email' && text ? text.trim().toLowerCase() : text;
}

/** Equal as JSON, whatever the order of keys. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  // Both are objects or both are lists, so indexing by the other's keys is safe.
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as JsonObject)[key], (b as JsonObject)[key]))
  );
}
