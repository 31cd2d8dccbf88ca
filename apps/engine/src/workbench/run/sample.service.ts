import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { checkCondition, toSql, type Condition, type EventFact } from '@sojourn/rules';
import { contactViews, createJourneyStore, type Database } from '@sojourn/storage';
import type { ContactFacts } from '@sojourn/execution';
import { CLOCK, DATABASE } from '../../ports.js';
import { noSuchContact } from '../../contacts/contact.errors.js';
import type { SampleChoice, SampleEvent } from './run.dto.js';

/** A contact to try something on, with all that the workspace knows of them. */
export interface Sample {
  readonly id: number;
  readonly name: string | null;
  readonly facts: ContactFacts;
  readonly entryEvent: EventFact | undefined;
}

const USUAL = 10;

/** Chooses contacts of a workspace and loads them as the engine would. Writes nothing. */
@Injectable()
export class SampleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async samples(workspaceId: number, choice: SampleChoice, event: SampleEvent | undefined): Promise<readonly Sample[]> {
    const ids = await this.#ids(workspaceId, choice);
    if (ids.length === 0) return [];
    const latest = event !== undefined && event.properties === undefined;
    const facts = await createJourneyStore(this.database).loadFacts(
      ids.map((contactId) => ({ contactId, workspaceId })),
      {
        attributes: new Set(['*']),
        tags: true,
        payload: false,
        events: latest ? new Map([[event.type, Infinity]]) : new Map(),
      },
    );
    return ids.flatMap((id) => {
      const known = facts.get(id);
      return known ? [{ id, name: nameOf(known), facts: known, entryEvent: this.#event(event, known) }] : [];
    });
  }

  async #ids(workspaceId: number, { ids, segment, newest = USUAL }: SampleChoice): Promise<readonly number[]> {
    const { read } = this.database;
    if (ids !== undefined && ids.length > 0) {
      const known = await contactViews.existing(read, workspaceId, ids);
      const missing = ids.find((id) => !known.has(id));
      if (missing !== undefined) throw noSuchContact(missing);
      return [...new Set(ids)];
    }
    if (segment === undefined)
      return (await contactViews.page(read, { workspaceId, limit: newest })).map(({ id }) => id);
    const issues = checkCondition(segment as JsonObject, '/contacts/segment').filter(({ severity }) => severity === 'error'); // prettier-ignore
    if (issues.length > 0)
      throw new UserError(`The condition cannot be read: ${issues[0]?.message.en}`, {
        code: 'rules.invalid',
        status: 422,
        details: { issues },
      });
    const sql = toSql(segment as unknown as Condition, {
      dialect: this.database.dialect.name,
      workspaceId,
      now: this.clock.now(),
      contact: 'c',
    });
    return (await contactViews.meeting(read, workspaceId, sql, newest)).sample.map(({ id }) => id);
  }

  #event(event: SampleEvent | undefined, { history }: ContactFacts): EventFact | undefined {
    if (event === undefined) return undefined;
    if (event.properties === undefined) return history.get(event.type)?.at(-1);
    return { id: 0, type: event.type, occurredAt: this.clock.now(), properties: event.properties as JsonObject };
  }
}

function nameOf({ contact: { attributes, email, externalId } }: ContactFacts): string | null {
  const name = attributes['name'];
  return typeof name === 'string' && name !== '' ? name : (email ?? externalId ?? null);
}
