import type { Json, JsonObject } from '@sojourn/kernel';

/** What may change about a contact, in memory, until it is written. */
export interface Profile {
  readonly id: number;
  readonly workspaceId: number;
  attributes: JsonObject;
  readonly tags: Set<string>;
  email: string | null;
  phone: string | null;
  name: string | null;
  language: string | null;
  timeZone: string | null;
}

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

type Mirrored = 'email' | 'phone' | 'name' | 'language' | 'timeZone';

/** Attributes that also fill a column of their own, under the names that clients use. */
const MIRRORED = new Map<string, Mirrored>([
  ['email', 'email'],
  ['phone', 'phone'],
  ['name', 'name'],
  ['language', 'language'],
  ['locale', 'language'],
  ['timeZone', 'timeZone'],
  ['timezone', 'timeZone'],
]);
/** The columns' lengths; a longer value stays an attribute and fills no column. */
const LONGEST: Readonly<Record<Mirrored, number>> = { email: 191, phone: 64, name: 191, language: 35, timeZone: 64 };
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Applies a patch in memory and says what it changed; null when everything was so already. */
export function applyPatch(profile: Profile, patch: ContactPatch): ContactChange | null {
  const attributes: Record<string, Json> = { ...profile.attributes };
  const change: ContactChange = { attributes: [], addedTags: [], removedTags: [] };
  for (const [name, value] of Object.entries(patch.set ?? {})) {
    if (FORBIDDEN.has(name) || (Object.hasOwn(attributes, name) && same(attributes[name], value))) continue;
    attributes[name] = value;
    change.attributes.push(name);
    mirror(profile, name, value);
  }
  for (const name of patch.unset ?? []) {
    if (!Object.hasOwn(attributes, name)) continue;
    delete attributes[name];
    change.attributes.push(name);
    mirror(profile, name, null);
  }
  for (const tag of patch.addTags ?? []) {
    if (tag === '' || profile.tags.has(tag)) continue;
    profile.tags.add(tag);
    change.addedTags.push(tag);
  }
  for (const tag of patch.removeTags ?? []) if (profile.tags.delete(tag)) change.removedTags.push(tag);
  profile.attributes = attributes;
  return change.attributes.length + change.addedTags.length + change.removedTags.length > 0 ? change : null;
}

function mirror(profile: Profile, name: string, value: Json): void {
  const column = MIRRORED.get(name);
  if (!column) return;
  const text = typeof value === 'string' && value.length <= LONGEST[column] && value !== '' ? value : null;
  profile[column] = column === 'email' && text ? text.trim().toLowerCase() : text;
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
