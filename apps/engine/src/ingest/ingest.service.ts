import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { isTimeZone } from '@sojourn/kernel/schedule';
import { createEventStore, shardOf, type Database, type IngestItem } from '@sojourn/storage';
import { DatabaseIdentifier } from '../accounts/identify.js';
import { CLOCK, DATABASE, QUEUE, type Ports } from '../ports.js';
import { CALL_KINDS, readCall, type Call, type CallKind, type Envelope } from './call.js';
import { clean } from './clean.js';
import { Gathering } from './gathering.js';
import type { IngestResult, RejectedItem } from './ingest.dto.js';
import { Rejection } from './rejection.js';

/** What a call to the tracking API consists of. */
export interface Received {
  readonly authorization: string | undefined;
  /** Parsed JSON, or undefined when nothing was sent. */
  readonly body: unknown;
}

const MOST_ITEMS = 1_000;

/** Takes calls in: answered with success means stored. */
@Injectable()
export class IngestService {
  readonly #gathering: Gathering;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) queue: Ports['queue'],
    @Inject(DatabaseIdentifier) private readonly identifier: DatabaseIdentifier,
  ) {
    const events = createEventStore(database);
    const ingest: typeof events.ingest = async (items, now) => {
      const stored = await events.ingest(items, now);
      const contacts = stored.flatMap(({ contactId }) => (contactId === undefined ? [] : [contactId]));
      // Only whoever moves these contacts is woken, once for all that was stored together.
      const shards = [...new Set(contacts.map((id) => shardOf(database.dialect, id)))];
      if (shards.length > 0) queue.announce('advance', shards);
      return stored;
    };
    this.#gathering = new Gathering({ ingest }, () => clock.now());
  }

  async one(kind: CallKind, received: Received): Promise<IngestResult> {
    const body = objectOf(received.body);
    const workspaceId = await this.#workspace(received.authorization, body);
    try {
      await this.#store(workspaceId, [readCall(kind, body, { receivedAt: this.clock.now() })], 'api');
    } catch (error) {
      throw error instanceof Rejection
        ? new UserError(error.message, { code: error.code, status: error.status })
        : error;
    }
    return { success: true };
  }

  async many(received: Received, source: 'api' | 'import'): Promise<IngestResult> {
    const body = objectOf(received.body);
    const workspaceId = await this.#workspace(received.authorization, body);
    const items = body['batch'];
    if (!Array.isArray(items) || items.length === 0)
      throw new UserError('A batch needs the list batch with at least one call.', {
        code: 'ingest.no-batch',
        status: 400,
      });
    if (items.length > MOST_ITEMS)
      throw new UserError(`A batch may hold ${MOST_ITEMS} calls; this one holds ${items.length}. Send it in parts.`, {
        code: 'ingest.batch-too-long',
        status: 413,
        details: { limit: MOST_ITEMS, items: items.length },
      });
    const context = body['context'];
    const envelope: Envelope = {
      receivedAt: this.clock.now(),
      sentAt: body['sentAt'],
      ...(isObject(context) ? { context } : {}),
    };
    const calls: Call[] = [];
    const rejected: RejectedItem[] = [];
    for (const [index, item] of items.entries()) {
      try {
        calls.push(readItem(item, envelope));
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        rejected.push({ index, code: error.code, message: error.message });
      }
    }
    if (calls.length === 0)
      throw new UserError(`None of the ${items.length} calls could be taken: ${rejected[0]?.message}`, {
        code: 'ingest.all-rejected',
        status: 400,
        details: { rejected },
      });
    await this.#store(workspaceId, calls, source);
    return rejected.length === 0 ? { success: true } : { success: true, rejected };
  }

  async #store(workspaceId: number, calls: readonly Call[], source: string): Promise<void> {
    await this.#gathering.store(calls.map((call) => itemOf(workspaceId, call, source)));
  }

  async #workspace(authorization: string | undefined, body: JsonObject): Promise<number> {
    const key = writeKeyOf(authorization) ?? body['writeKey'];
    if (typeof key !== 'string' || key === '')
      throw new UserError(
        'The write key is missing. Send it as the user name of Basic authentication, with an empty password, or as writeKey in the body.',
        { code: 'ingest.no-key', status: 401 },
      );
    const workspaceId = await this.identifier.byWriteKey(key);
    if (workspaceId === undefined)
      throw new UserError('This write key is not known. Copy it from Settings, or make a new one there.', {
        code: 'ingest.unknown-key',
        status: 401,
      });
    return workspaceId;
  }
}

function writeKeyOf(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').split(' ');
  if (!value) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  return scheme?.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] : undefined;
}

function readItem(item: unknown, envelope: Envelope): Call {
  if (!isObject(item)) throw new Rejection('ingest.bad-shape', 'An item of a batch must be an object.');
  const type = item['type'] ?? item['action'];
  const kind = CALL_KINDS.find((one) => one === type);
  if (!kind) throw new Rejection('ingest.bad-type', `type must be one of ${CALL_KINDS.join(', ')}.`);
  return readCall(kind, item, envelope);
}

/** A call in the words of the store. An alias is an identify that brings two names together. */
function itemOf(workspaceId: number, call: Call, source: string): IngestItem {
  const { kind, messageId, userId, occurredAt, receivedAt, event, properties, traits, timeZone, language } = call;
  const identifies = kind === 'identify' || kind === 'alias';
  const speaks = kind === 'identify' && language !== undefined && !('language' in traits) && !('locale' in traits);
  return {
    workspaceId,
    kind: identifies ? 'identify' : 'track',
    messageId,
    userId,
    anonymousId: kind === 'alias' ? call.previousId : call.anonymousId,
    type: event,
    occurredAt,
    receivedAt,
    properties,
    traits: speaks ? { ...traits, language } : traits,
    timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined,
    // What is imported is over: a journey must not answer an order of last year.
    past: source === 'import',
    source,
  };
}

function objectOf(body: unknown): JsonObject {
  const cleaned = clean(body ?? null);
  if (!isObject(cleaned))
    throw new UserError('The body must be a JSON object.', { code: 'ingest.bad-shape', status: 400 });
  return cleaned;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
