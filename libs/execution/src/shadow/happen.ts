import type { JsonObject } from '@sojourn/kernel';
import { CONTACT_UPDATED } from '../records.js';
import { applyPatch, type ContactPatch } from './patch.js';
import type { ShadowContact, ShadowEvent } from './rows.js';
import { asStored, type ShadowTables } from './tables.js';

export interface NewContact {
  readonly workspaceId: number;
  /** The workspace's own name for the contact. */
  readonly externalId?: string;
  readonly email?: string;
  readonly timeZone?: string;
  readonly attributes?: JsonObject;
  readonly tags?: readonly string[];
}

/** Adds a contact of whom nothing was heard yet. */
export function addContact(tables: ShadowTables, fresh: NewContact): ShadowContact {
  const id = tables.nextId('contact');
  const contact: ShadowContact = {
    id,
    workspaceId: fresh.workspaceId,
    shard: tables.shardOf(id),
    externalId: fresh.externalId ?? null,
    email: fresh.email ?? null,
    phone: null,
    language: null,
    timeZone: fresh.timeZone ?? null,
    attributes: asStored(fresh.attributes ?? {}),
    tags: new Set(fresh.tags),
    lastEventId: 0,
    events: [],
    signals: [],
    runs: [],
  };
  tables.contacts.set(id, contact);
  return contact;
}

export interface NewShadowEvent {
  readonly contactId: number;
  readonly type: string;
  readonly properties: JsonObject;
  /** By the sender's clock; later than `receivedAt` or long before it. */
  readonly occurredAt: number;
  /** When it reached us. */
  readonly receivedAt: number;
  /** Kept for conditions to look back on, but journeys do not hear of it. */
  readonly past?: boolean;
}

/** Something happened to a contact: kept, and to be routed unless it is past. */
export function happen(tables: ShadowTables, { past = false, ...fresh }: NewShadowEvent): ShadowEvent | undefined {
  const contact = tables.contacts.get(fresh.contactId);
  if (!contact) return undefined;
  const event: ShadowEvent = { ...fresh, id: tables.nextId('event'), properties: asStored(fresh.properties) };
  tables.events.set(event.id, event);
  contact.events.push(event);
  if (!past) {
    tables.signals.set(event.id, event);
    contact.signals.push(event);
  }
  return event;
}

/** Changes a contact and tells journeys, when something really changed. */
export function patchContact(tables: ShadowTables, contactId: number, patch: ContactPatch, at: number): boolean {
  const contact = tables.contacts.get(contactId);
  const change = contact && applyPatch(contact, patch);
  if (!change) return false;
  happen(tables, { contactId, type: CONTACT_UPDATED, properties: { ...change }, occurredAt: at, receivedAt: at });
  return true;
}

/** Forgets a contact with all it did; its runs are left, and parked when their turn comes. */
export function eraseContact(tables: ShadowTables, contactId: number): void {
  const contact = tables.contacts.get(contactId);
  for (const { id } of contact?.events ?? []) {
    tables.events.delete(id);
    tables.signals.delete(id);
  }
  tables.contacts.delete(contactId);
}
