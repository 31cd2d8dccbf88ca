import { groupBy } from '@sojourn/kernel';
import type { Profile } from '../contacts/profile.js';
import type { Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import { lockContacts } from '../contacts/lock-contacts.js';
import { loadProfiles } from '../contacts/write-profiles.js';
import type { IngestItem } from './item.js';

/** A contact while a batch is read: stored already, or about to be. */
export interface Person {
  /** 0 until it is stored. */
  id: number;
  readonly workspaceId: number;
  externalId: string | null;
  /** Loaded only for those whose traits change or who are merged. */
  profile: Profile | undefined;
  timeZone: string | null;
  lastSeenAt: number;
  /** When the call that made the contact reached us; 0 while unknown, and for one that is stored. */
  bornAt: number;
  /** Whether external id, zone or last sight differ from what is stored. */
  touched: boolean;
  /** Set when the person turned out to be someone known. */
  mergedInto: Person | undefined;
}

export interface Link {
  readonly workspaceId: number;
  readonly kind: string;
  readonly value: string;
  person: Person;
  readonly state: 'stored' | 'moved' | 'new';
}

/** A contact was merged by someone else between finding and locking it: read again. */
export class MovedOn extends Error {}

const keyOf = (workspaceId: number, kind: string, value: string): string => `${workspaceId} ${kind} ${value}`;

/** All identities that the call names, the deciding ones first. */
export function identitiesOf(item: IngestItem): [kind: string, value: string][] {
  const named: [string, string | undefined][] = [['userId', item.userId], ['anonymousId', item.anonymousId], ...Object.entries(item.identities ?? {})]; // prettier-ignore
  return named.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
}

/**
 * Who is who in a batch. The rules, in order:
 * a known user id decides; an unknown one promotes the anonymous contact it came with, else makes a contact;
 * an anonymous id seen with a user id is that user's from then on. If it was an anonymous contact so far, that contact is merged
 * into the user (events, runs and the rest move, attributes fill gaps); if it belonged to another user (a shared device),
 * both keep what they have and only the anonymous id changes hands. Other identities decide only where no id is given.
 */
export class People {
  readonly #links = new Map<string, Link>();
  readonly created: Person[] = [];
  readonly merged: Person[] = [];
  readonly stored = new Map<number, Person>();

  /** Finds and locks everyone the batch names. */
  static async load(tx: Tx, items: readonly IngestItem[]): Promise<People> {
    const people = new People();
    const wanted = items.flatMap((item) =>
      identitiesOf(item).map(([kind, value]) => ({ workspaceId: item.workspaceId, kind, value })),
    );
    const found: { workspaceId: number; kind: string; value: string; contactId: number }[] = [];
    for (const group of groupBy(wanted, ({ workspaceId, kind }) => `${workspaceId} ${kind}`).values()) {
      const { workspaceId, kind } = group[0]!; // groupBy makes no empty groups
      const rows = await rowsAmong<{ value: string; contactId: number }>(
        tx,
        unique(group.map(({ value }) => value)),
        (list) =>
          `SELECT value, contact_id AS contactId FROM contact_identity WHERE workspace_id = ? AND kind = ? AND value IN ${list}`,
        [workspaceId, kind],
      );
      for (const row of rows) found.push({ workspaceId, kind, ...row });
    }
    await people.#loadStored(tx, unique(found.map(({ contactId }) => contactId)));
    for (const { contactId, ...identity } of found) {
      const person = people.stored.get(contactId);
      if (person)
        people.#links.set(keyOf(identity.workspaceId, identity.kind, identity.value), {
          ...identity,
          person,
          state: 'stored',
        });
    }
    await people.#loadProfiles(tx, items);
    return people;
  }

  async #loadStored(tx: Tx, ids: readonly number[]): Promise<void> {
    await lockContacts(tx, ids);
    const rows = await rowsAmong<{
      id: number;
      workspaceId: number;
      externalId: string | null;
      timeZone: string | null;
      lastSeenAt: number | null;
      mergedInto: number | null;
    }>(
      tx,
      ids,
      (list) =>
        `SELECT id, workspace_id AS workspaceId, external_id AS externalId, time_zone AS timeZone, last_seen_at AS lastSeenAt, merged_into AS mergedInto
         FROM contact WHERE id IN ${list}`,
    );
    for (const { mergedInto, lastSeenAt, ...row } of rows) {
      if (mergedInto !== null) throw new MovedOn();
      this.stored.set(row.id, {
        ...row,
        lastSeenAt: lastSeenAt ?? 0,
        bornAt: 0,
        profile: undefined,
        touched: false,
        mergedInto: undefined,
      });
    }
  }

  /** Attributes and tags of those who are identified or may be merged; of the others nothing changes. */
  async #loadProfiles(tx: Tx, items: readonly IngestItem[]): Promise<void> {
    const ids = new Set<number>();
    for (const item of items) {
      const persons = new Set(
        identitiesOf(item).flatMap(([kind, value]) => this.#find(item.workspaceId, kind, value) ?? []),
      );
      if (item.kind === 'identify' || persons.size > 1) for (const { id } of persons) ids.add(id);
    }
    const profiles = await loadProfiles(tx, [...ids]);
    for (const [id, profile] of profiles) {
      const person = this.stored.get(id);
      if (person) person.profile = profile;
    }
  }

  /** Links that are not stored as they stand. */
  changedLinks(): { readonly fresh: readonly Link[]; readonly moved: readonly Link[] } {
    const links = [...this.#links.values()];
    return {
      fresh: links.filter(({ state }) => state === 'new'),
      moved: links.filter(({ state }) => state === 'moved'),
    };
  }

  /** Whose call this is, by the rules above; makes and merges contacts as it goes. */
  personOf(item: IngestItem): Person {
    const person = this.#decide(item);
    for (const [kind, value] of identitiesOf(item)) {
      const holder = this.#find(item.workspaceId, kind, value);
      if (!holder) this.#link(item.workspaceId, kind, value, person);
      else if (kind === 'anonymousId' && holder !== person) this.#takeOver(item.workspaceId, value, holder, person);
    }
    return person;
  }

  #decide(item: IngestItem): Person {
    const { workspaceId, userId, anonymousId } = item;
    const anonymous = anonymousId === undefined ? undefined : this.#find(workspaceId, 'anonymousId', anonymousId);
    if (userId === undefined) {
      if (anonymousId !== undefined) return anonymous ?? this.#create(workspaceId, null);
      for (const [kind, value] of identitiesOf(item)) {
        const person = this.#find(workspaceId, kind, value);
        if (person) return person;
      }
      return this.#create(workspaceId, null);
    }
    const user = this.#find(workspaceId, 'userId', userId);
    if (user) return user;
    if (!anonymous || anonymous.externalId !== null) return this.#create(workspaceId, userId);
    anonymous.externalId = userId;
    anonymous.touched = true;
    return anonymous;
  }

  #takeOver(workspaceId: number, anonymousId: string, holder: Person, person: Person): void {
    this.#link(workspaceId, 'anonymousId', anonymousId, person);
    if (holder.externalId !== null) return;
    holder.mergedInto = person;
    this.merged.push(holder);
  }

  #create(workspaceId: number, externalId: string | null): Person {
    const person: Person = {
      id: 0,
      workspaceId,
      externalId,
      profile: {
        id: 0,
        workspaceId,
        attributes: {},
        tags: new Set(),
        email: null,
        phone: null,
        name: null,
        language: null,
        timeZone: null,
      },
      timeZone: null,
      lastSeenAt: 0,
      bornAt: 0,
      touched: false,
      mergedInto: undefined,
    };
    this.created.push(person);
    return person;
  }

  #find(workspaceId: number, kind: string, value: string): Person | undefined {
    const link = this.#links.get(keyOf(workspaceId, kind, value));
    return link && surviving(link.person);
  }

  #link(workspaceId: number, kind: string, value: string, person: Person): void {
    const key = keyOf(workspaceId, kind, value);
    const before = this.#links.get(key);
    this.#links.set(key, {
      workspaceId,
      kind,
      value,
      person,
      state: before && before.state !== 'new' ? 'moved' : 'new',
    });
  }
}

/** The one that a person was merged into, at the end of the chain. */
export function surviving(person: Person): Person {
  let last = person;
  while (last.mergedInto) last = last.mergedInto;
  return last;
}
