import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { contactViews, createEventStore, patchContacts, type Database } from '@sojourn/storage';
import { randomUUID } from 'node:crypto';
import { idCursor, pageOf } from '../http/cursor.js';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE, QUEUE, type Ports } from '../ports.js';
import { noSuchContact } from './contact.errors.js';
import type { ContactChange, ContactPage, ContactQuery, ContactView, NewContact } from './contact.dto.js';

const PAGE = 50;
/** Fields that are attributes under the same name and fill a column beside. */
const FIELDS = ['email', 'phone', 'name', 'language', 'timeZone'] as const;

@Injectable()
export class ContactService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  async page(workspaceId: number, { search, tag, cursor, limit = PAGE }: ContactQuery): Promise<ContactPage> {
    const { read } = this.database;
    const found = await contactViews.page(read, {
      workspaceId,
      search,
      tag,
      before: idCursor(cursor),
      limit: limit + 1,
    });
    const { rows, next } = pageOf(found, limit, ({ id }) => id);
    const total = await contactViews.count(read, { workspaceId, search, tag });
    return { items: rows.map((line) => ({ ...line, tags: [...line.tags] })), next, total };
  }

  /** Goes the way of an `identify`, so that journeys hear of the contact as they hear of any. */
  async create(
    workspaceId: number,
    { externalId, attributes = {}, tags = [], timeZone, ...fields }: NewContact,
  ): Promise<ContactView> {
    if (externalId === undefined && !fields.email && !fields.phone)
      throw invalidInput([{ pointer: '/externalId', message: 'Give the contact an externalId, an email or a phone' }]);
    if (externalId !== undefined && (await contactViews.idsOf(this.database.read, workspaceId, [externalId])).size > 0)
      throw new UserError(`A contact named ${externalId} exists already. Change that one instead.`, {
        code: 'contact.exists',
        status: 409,
        details: { externalId },
      });
    const now = this.clock.now();
    const [result] = await createEventStore(this.database).ingest(
      [
        {
          workspaceId,
          kind: 'identify',
          messageId: randomUUID(),
          ...(externalId === undefined ? { anonymousId: randomUUID() } : { userId: externalId }),
          type: 'identify',
          occurredAt: now,
          properties: {},
          traits: { ...attributes, ...given(fields), tags } as JsonObject, // it came as JSON
          timeZone,
          source: 'api',
        },
      ],
      now,
    );
    this.queue.announce();
    return this.view(workspaceId, result?.contactId ?? 0);
  }

  async view(workspaceId: number, id: number): Promise<ContactView> {
    const profile = await contactViews.profile(this.database.read, workspaceId, id);
    if (!profile) throw noSuchContact(id);
    return { ...profile, tags: [...profile.tags], identities: [...profile.identities] };
  }

  async change(
    workspaceId: number,
    asked: number,
    { attributes = {}, addTags = [], removeTags = [], ...fields }: ContactChange,
  ): Promise<ContactView> {
    const { id } = await this.view(workspaceId, asked);
    const all = Object.entries({ ...attributes, ...given(fields) });
    const set = Object.fromEntries(all.filter(([, value]) => value !== null)) as JsonObject; // it came as JSON
    const unset = all.filter(([, value]) => value === null).map(([name]) => name);
    const patch = { set, unset, addTags, removeTags };
    await this.database.inTransaction((tx) =>
      patchContacts(tx, workspaceId, [{ contactId: id, patch }], this.clock.now()),
    );
    this.queue.announce();
    return this.view(workspaceId, id);
  }
}

/** The fields that were sent. */
function given(fields: Partial<Record<(typeof FIELDS)[number], string | null>>): Record<string, string | null> {
  return Object.fromEntries(FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}
