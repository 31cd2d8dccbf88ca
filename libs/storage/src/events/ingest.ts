import { createHash } from 'node:crypto';
import { CONTACT_UPDATED } from '@sojourn/execution';
import { groupBy, type JsonObject } from '@sojourn/kernel';
import { applyPatch, type ContactChange } from '../contacts/profile.js';
import { writeProfiles } from '../contacts/write-profiles.js';
import type { Database, Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import { insertRows, updateRows } from '../database/write.js';
import { insertEvents, OWN_MESSAGE, type NewEvent } from './insert-events.js';
import { INGEST_LIMITS, type IngestItem, type IngestResult, type ReplayProgress } from './item.js';
import { mergeContacts } from './merge-contacts.js';
import { MovedOn, People, surviving, type Person } from './people.js';
import { saveProgress } from './replay-progress.js';

/** How often a batch is read again because another process made one of its contacts or events first. */
const ATTEMPTS = 5;

/** Stores a batch of calls in one transaction: each exactly once, each on its contact, in the order given. */
export async function ingest(
  database: Database,
  items: readonly IngestItem[],
  now: number,
  progress?: ReplayProgress,
  along?: (tx: Tx, results: readonly IngestResult[]) => Promise<void>,
): Promise<IngestResult[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.inTransaction(async (tx) => {
        const results = items.length === 0 ? [] : await store(tx, items, now);
        await along?.(tx, results);
        if (progress) await saveProgress(tx, progress);
        return results;
      });
    } catch (error) {
      const raced = error instanceof MovedOn || database.dialect.isDuplicateKey(error);
      if (!raced || attempt === ATTEMPTS) throw error;
    }
  }
}

/** A call with the person it concerns; the person may turn out to be another one until the batch is read to its end. */
interface Told {
  readonly item: IngestItem;
  readonly messageId: string;
  readonly person: Person;
  readonly change: ContactChange | null;
}

async function store(tx: Tx, items: readonly IngestItem[], now: number): Promise<IngestResult[]> {
  const fresh = await withoutDuplicates(tx, items);
  const people = await People.load(tx, [...fresh.values()].map(({ item }) => item)); // prettier-ignore
  const changes = new Map<Person, ContactChange>();
  const told = new Map<number, Told>();
  // Changed by something that has no event of its own to say so: another zone, or what an anonymous visitor brought along.
  const unsaid = new Set<Person>();
  for (const [index, { item, messageId }] of fresh) {
    const person = people.personOf(item);
    if (see(person, item)) unsaid.add(person);
    const change = item.kind === 'identify' ? applyTraits(person, item, changes) : null;
    told.set(index, { item, messageId, person, change });
  }
  for (const person of people.merged) if (inherit(surviving(person), person, changes)) unsaid.add(surviving(person));
  await writePeople(tx, people, changes, now);
  const arrived = Math.max(...items.map(({ receivedAt = now }) => receivedAt));
  await insertEvents(tx, [
    ...[...told.values()].map((one) => eventOf(one, now)),
    ...[...unsaid].map((person) => updatedEvent(surviving(person), arrived)),
  ]);
  return items.map((_, index) => {
    const one = told.get(index);
    return one ? { status: 'stored', contactId: surviving(one.person).id } : { status: 'duplicate' };
  });
}

/** The calls not heard before, by their place in the batch; of two alike in one batch the first. */
async function withoutDuplicates(
  tx: Tx,
  items: readonly IngestItem[],
): Promise<Map<number, { item: IngestItem; messageId: string }>> {
  const first = new Map<string, { index: number; item: IngestItem; messageId: string }>();
  for (const [index, item] of items.entries()) {
    const messageId = storedMessageId(item.messageId);
    const key = `${item.workspaceId} ${messageId}`;
    if (!first.has(key)) first.set(key, { index, item, messageId });
  }
  for (const [workspaceId, group] of groupBy(first.values(), ({ item }) => item.workspaceId)) {
    const rows = await rowsAmong<{ messageId: string }>(
      tx,
      group.map(({ messageId }) => messageId),
      (list) => `SELECT message_id AS messageId FROM event WHERE workspace_id = ? AND message_id IN ${list}`,
      [workspaceId],
    );
    for (const { messageId } of rows) first.delete(`${workspaceId} ${messageId}`);
  }
  return new Map([...first.values()].map(({ index, item, messageId }) => [index, { item, messageId }]));
}

const HASHED = 'sha256:';

/** Fits the column, and never looks like an event of our own making. */
function storedMessageId(messageId: string): string {
  // One that looks hashed is hashed as well: else it could be made to look like another's.
  const isFree = !messageId.startsWith(OWN_MESSAGE) && !messageId.startsWith(HASHED);
  if (messageId.length <= INGEST_LIMITS.id && isFree) return messageId;
  return `${HASHED}${createHash('sha256').update(messageId).digest('hex')}`;
}

/** Answers whether a known contact's zone is another one now. */
function see(person: Person, { occurredAt, receivedAt = 0, timeZone }: IngestItem): boolean {
  if (person.id === 0 && person.bornAt === 0) person.bornAt = receivedAt;
  if (occurredAt > person.lastSeenAt) {
    person.lastSeenAt = occurredAt;
    person.touched = true;
  }
  if (timeZone === undefined || timeZone === person.timeZone) return false;
  person.timeZone = timeZone;
  person.touched = true;
  if (person.profile) person.profile.timeZone = timeZone;
  return person.id !== 0;
}

function applyTraits(
  person: Person,
  { traits = {} }: IngestItem,
  changes: Map<Person, ContactChange>,
): ContactChange | null {
  if (!person.profile) return null;
  const { tags, ...rest } = traits as JsonObject & { tags?: unknown };
  const isTagList =
    Array.isArray(tags) && tags.every((tag) => typeof tag === 'string' && tag.length <= INGEST_LIMITS.id);
  const change = applyPatch(person.profile, {
    set: isTagList ? rest : traits,
    addTags: isTagList ? (tags as string[]) : [],
  });
  if (change) remember(changes, person, change);
  person.timeZone = person.profile.timeZone ?? person.timeZone;
  person.profile.timeZone = person.timeZone;
  return change;
}

/** What was known of the anonymous contact fills the gaps of the known one; answers whether that changed anything. */
function inherit(heir: Person, from: Person, changes: Map<Person, ContactChange>): boolean {
  const own = heir.profile?.attributes ?? {};
  const gaps = Object.entries(from.profile?.attributes ?? {}).filter(([name]) => !Object.hasOwn(own, name));
  const change =
    heir.profile &&
    applyPatch(heir.profile, { set: Object.fromEntries(gaps), addTags: [...(from.profile?.tags ?? [])] });
  if (change) remember(changes, heir, change);
  if (from.lastSeenAt > heir.lastSeenAt) heir.lastSeenAt = from.lastSeenAt;
  heir.touched = true;
  return Boolean(change);
}

function remember(changes: Map<Person, ContactChange>, person: Person, change: ContactChange): void {
  const earlier = changes.get(person);
  if (!earlier) return void changes.set(person, change);
  earlier.attributes.push(...change.attributes);
  earlier.addedTags.push(...change.addedTags);
}

async function writePeople(
  tx: Tx,
  people: People,
  changes: ReadonlyMap<Person, ContactChange>,
  now: number,
): Promise<void> {
  const born = people.created.filter((person) => !person.mergedInto);
  const ids = await tx.take('contact', born.length);
  born.forEach((person, i) => (person.id = ids[i]!)); // as many ids as people
  await insertRows(
    tx,
    'contact',
    [
      'id',
      'workspace_id',
      'external_id',
      'email',
      'phone',
      'name',
      'language',
      'time_zone',
      'attributes',
      'created_at',
      'updated_at',
      'last_seen_at',
      'last_event_id',
    ],
    born.map(({ id, workspaceId, externalId, profile: p, timeZone, lastSeenAt, bornAt }) => [
      id, workspaceId, externalId, p?.email, p?.phone, p?.name, p?.language, timeZone, JSON.stringify(p?.attributes ?? {}), bornAt || now, now, lastSeenAt, 0,
    ]), // prettier-ignore
  );
  const stored = [...people.stored.values()].filter((person) => !person.mergedInto);
  await updateRows(tx, {
    table: 'contact',
    key: 'id',
    columns: { external_id: 'text', time_zone: 'text', last_seen_at: 'int' },
    rows: stored
      .filter(({ touched }) => touched)
      .map(({ id, externalId, timeZone, lastSeenAt }) => [id, externalId, timeZone, lastSeenAt]),
  });
  const { fresh, moved } = people.changedLinks();
  const cells = (links: typeof fresh) =>
    links.map(({ workspaceId, kind, value, person }) => [workspaceId, kind, value, surviving(person).id, now]);
  const columns = ['workspace_id', 'kind', 'value', 'contact_id', 'created_at'];
  // Not ignoring: when another process linked it first, the whole batch is read again.
  await insertRows(tx, 'contact_identity', columns, cells(fresh));
  await insertRows(tx, 'contact_identity', columns, cells(moved), {
    key: ['workspace_id', 'kind', 'value'],
    set: ({ fresh: f }) => ({ contact_id: f('contact_id') }),
  });
  const merges = people.merged.filter(({ id }) => id !== 0);
  for (const [workspaceId, group] of groupBy(merges, (person) => person.workspaceId))
    await mergeContacts(tx, workspaceId, group.map((person) => ({ from: person.id, into: surviving(person).id }))); // prettier-ignore

  const changed = [...changes].flatMap(([person, change]) =>
    person.profile && !person.mergedInto ? [{ profile: { ...person.profile, id: person.id }, change, at: now }] : [],
  );
  await writeProfiles(tx, changed);
  const addresses = changed.flatMap(({ profile: { workspaceId, id, email, phone } }) => [
    ...(email ? [[workspaceId, 'email', email, id, now]] : []),
    ...(phone ? [[workspaceId, 'phone', phone, id, now]] : []),
  ]);
  await insertRows(tx, 'contact_identity', columns, addresses, 'ignore');
}

function updatedEvent({ workspaceId, id }: Person, at: number): NewEvent {
  const moment = { occurredAt: at, receivedAt: at };
  return {
    workspaceId,
    contactId: id,
    ...moment,
    type: CONTACT_UPDATED,
    properties: '{}',
    source: 'ingest',
    signal: true,
  };
}

function eventOf({ item, messageId, person, change }: Told, now: number): NewEvent {
  const { workspaceId, kind, type, occurredAt, properties, source } = item;
  const base = {
    workspaceId,
    contactId: surviving(person).id,
    occurredAt,
    receivedAt: item.receivedAt ?? now,
    messageId,
    source,
  };
  if (kind === 'track') return { ...base, type, properties: JSON.stringify(properties), signal: !item.past };
  return change
    ? { ...base, type: CONTACT_UPDATED, properties: JSON.stringify(change), signal: true }
    : { ...base, type: '$identify', properties: '{}', signal: false };
}
