import { declared, type ContactFacts, type JourneyStore } from '@sojourn/execution';
import { groupBy, type JsonObject } from '@sojourn/kernel';
import type { EventFact, Reads } from '@sojourn/rules';
import { tagsOf } from '../contacts/write-profiles.js';
import type { Reader } from '../database/database.js';
import { parseJson, rowsAmong, unique } from '../database/read.js';

interface ContactRow {
  readonly id: number;
  readonly workspaceId: number;
  readonly externalId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly lastEventId: number;
  readonly attributes: string;
}
interface EventRow {
  readonly id: number;
  readonly contactId: number;
  readonly type: string;
  readonly occurredAt: number;
  readonly properties: string;
}
type Wanted = Parameters<JourneyStore['loadFacts']>[0];

const NO_HISTORY: ReadonlyMap<string, readonly EventFact[]> = new Map();

/** Contacts of `wanted`, with the attributes, tags and event history that `reads` names and nothing more. */
export async function loadFacts(
  read: Reader,
  wanted: Wanted,
  reads: Reads,
  from?: number,
): Promise<ReadonlyMap<number, ContactFacts>> {
  const ids = unique(wanted.map(({ contactId }) => contactId));
  const contacts = await rowsAmong<ContactRow>(
    read,
    ids,
    (list) =>
      `SELECT id, workspace_id AS workspaceId, external_id AS externalId, email, phone, language, time_zone AS timeZone, last_event_id AS lastEventId
              ${reads.attributes.size > 0 ? ', attributes' : ", '{}' AS attributes"} FROM contact WHERE id IN ${list}`,
  );
  const [tagged, history] = await Promise.all([
    reads.tags ? tagsOf(read, contacts) : [],
    loadHistory(read, contacts, reads, from),
  ]);
  const tags = groupBy(tagged, (row) => row.contactId);
  const facts = new Map<number, ContactFacts>();
  for (const row of contacts)
    facts.set(row.id, {
      contact: {
        id: row.id,
        externalId: row.externalId ?? undefined,
        email: row.email ?? undefined,
        phone: row.phone ?? undefined,
        language: row.language ?? undefined,
        attributes: declared(parseJson<JsonObject>(row.attributes) ?? {}, reads.attributes),
        tags: tags.get(row.id)?.map(({ tag }) => tag) ?? [],
      },
      timeZone: row.timeZone,
      lastEventId: row.lastEventId,
      history: history.get(row.id) ?? NO_HISTORY,
    });
  return facts;
}

/** A type's past, as far back as is read from the earliest moment; a batch under a virtual clock looks back from many. */
async function loadHistory(
  read: Reader,
  contacts: readonly ContactRow[],
  reads: Reads,
  from: number | undefined,
): Promise<Map<number, Map<string, EventFact[]>>> {
  const history = new Map<number, Map<string, EventFact[]>>();
  if (reads.events.size === 0) return history;
  const listed = read.dialect.among([...reads.events.keys()]);
  const reaches = from === undefined ? [] : [...reads.events].filter(([, reach]) => Number.isFinite(reach));
  const near = reaches.map(() => ' AND (type <> ? OR occurred_at >= ?)').join('');
  const since = reaches.flatMap(([type, reach]) => [type, (from ?? 0) - reach]);
  for (const [workspaceId, group] of groupBy(contacts, (contact) => contact.workspaceId)) {
    const rows = await rowsAmong<EventRow>(
      read,
      group.map(({ id }) => id),
      (list) =>
        `SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event
         WHERE workspace_id = ? AND contact_id IN ${list} AND type IN ${listed.sql}${near}`,
      [workspaceId],
      [...listed.params, ...since],
    );
    for (const row of rows) {
      let byType = history.get(row.contactId);
      if (!byType) history.set(row.contactId, (byType = new Map()));
      const events = byType.get(row.type);
      if (events) events.push(factOf(row));
      else byType.set(row.type, [factOf(row)]);
    }
  }
  for (const byType of history.values())
    for (const events of byType.values())
      if (events.length > 1) events.sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id);
  return history;
}

/** The events by id. */
export async function loadEvents(read: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, EventFact>> {
  const rows = await rowsAmong<EventRow>(
    read,
    ids,
    (list) =>
      `SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event WHERE id IN ${list}`,
  );
  return new Map(rows.map((row) => [row.id, factOf(row)]));
}

export function factOf(row: Omit<EventRow, 'contactId'>): EventFact {
  return {
    id: row.id,
    type: row.type,
    occurredAt: row.occurredAt,
    properties: parseJson<JsonObject>(row.properties) ?? {},
  };
}
