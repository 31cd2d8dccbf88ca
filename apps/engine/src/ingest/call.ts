import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '@sojourn/kernel';
import { Rejection } from './rejection.js';
import { momentOf } from './moment.js';

/** The calls of the Segment HTTP tracking API. */
export const CALL_KINDS = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** One call, read and checked. */
export interface Call {
  readonly kind: CallKind;
  readonly messageId: string;
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  /** The other name of an `alias`. */
  readonly previousId: string | undefined;
  /** Epoch milliseconds, never after `receivedAt`. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** The event's type: a `track`'s name, `page_viewed`, `screen_viewed`, `group`. */
  readonly event: string;
  readonly properties: JsonObject;
  /** Of `identify`. */
  readonly traits: JsonObject;
  readonly timeZone: string | undefined;
  readonly language: string | undefined;
}

/** What a batch says once for all its items. */
export interface Envelope {
  readonly receivedAt: number;
  readonly sentAt?: unknown;
  readonly context?: JsonObject;
}

/** Longest name of an event, a contact or a message that the store keeps. */
export const LONGEST_NAME = 191;
/** The Segment API's own limit of one call. */
export const ITEM_LIMIT = 32 * 1024;
/** Message ids of what sources of plugins bring begin so: nobody else may take one beforehand. */
export const PLUGIN_SOURCE = 'plugin-source:';
/** Message ids that the engine makes itself begin so. */
const OWN = ['sojourn:', PLUGIN_SOURCE];

/** Reads one call. Throws a Rejection that says what is missing. */
export function readCall(kind: CallKind, item: JsonObject, envelope: Envelope): Call {
  if (Buffer.byteLength(JSON.stringify(item)) > ITEM_LIMIT)
    throw new Rejection(
      'ingest.item-too-large',
      `A call may have ${ITEM_LIMIT / 1024} KB; this one has more. Send less in properties or traits.`,
      413,
    );
  const userId = nameIn(item, 'userId');
  const anonymousId = nameIn(item, 'anonymousId');
  const previousId = kind === 'alias' ? nameIn(item, 'previousId') : undefined;
  if (userId === undefined && anonymousId === undefined)
    throw new Rejection('ingest.no-user', 'userId or anonymousId is missing: nobody to count this for.');
  if (kind === 'alias' && (previousId === undefined || userId === undefined))
    throw new Rejection('ingest.no-previous-id', 'An alias needs previousId and userId.');
  const groupId = kind === 'group' ? nameIn(item, 'groupId') : undefined;
  if (kind === 'group' && groupId === undefined) throw new Rejection('ingest.no-group', 'A group call needs groupId.');
  const context = { ...envelope.context, ...objectIn(item, 'context') };
  const traits = objectIn(item, 'traits');
  const { receivedAt } = envelope;
  return {
    kind,
    messageId: messageIdOf(item),
    userId,
    anonymousId,
    previousId,
    occurredAt: momentOf(item, envelope.sentAt, receivedAt),
    receivedAt,
    event: eventOf(kind, item),
    properties: propertiesOf(kind, item, groupId, traits),
    traits: kind === 'identify' ? traits : {},
    timeZone: textIn(context, 'timezone'),
    language: textIn(context, 'locale'),
  };
}

function eventOf(kind: CallKind, item: JsonObject): string {
  if (kind === 'page') return 'page_viewed';
  if (kind === 'screen') return 'screen_viewed';
  if (kind !== 'track') return kind;
  const event = textIn(item, 'event');
  if (event === undefined)
    throw new Rejection('ingest.no-event', 'A track call needs event, the name of what happened.');
  if (event.length > LONGEST_NAME)
    throw new Rejection('ingest.event-too-long', `The event's name is longer than ${LONGEST_NAME} characters.`);
  if (event.startsWith('$'))
    throw new Rejection(
      'ingest.reserved-event',
      'Names of events that begin with $ belong to the engine. Choose another one.',
    );
  return event;
}

function propertiesOf(kind: CallKind, item: JsonObject, groupId: string | undefined, traits: JsonObject): JsonObject {
  if (kind === 'group') return { groupId: groupId ?? '', traits };
  const properties = objectIn(item, 'properties');
  if (kind !== 'page' && kind !== 'screen') return properties;
  const [name, category] = [textIn(item, 'name'), textIn(item, 'category')];
  return { ...properties, ...(name === undefined ? {} : { name }), ...(category === undefined ? {} : { category }) };
}

function messageIdOf(item: JsonObject): string {
  const id = item['messageId'];
  if (id === undefined || id === null || id === '') return randomUUID();
  if (typeof id !== 'string' || id.length > LONGEST_NAME)
    throw new Rejection('ingest.bad-message-id', `messageId must be text of at most ${LONGEST_NAME} characters.`);
  const own = OWN.find((prefix) => id.startsWith(prefix));
  if (own) throw new Rejection('ingest.bad-message-id', `messageId may not begin with ${own}`);
  return id;
}

/** A name of a contact or group; numbers are taken as text, as many shops send them. */
function nameIn(item: JsonObject, key: string): string | undefined {
  const value = item[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Rejection('ingest.bad-name', `${key} must be text.`);
  const name = String(value).trim();
  if (name.length > LONGEST_NAME)
    throw new Rejection('ingest.bad-name', `${key} is longer than ${LONGEST_NAME} characters.`);
  return name === '' ? undefined : name;
}

function textIn(item: JsonObject, key: string): string | undefined {
  const value = item[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function objectIn(item: JsonObject, key: string): JsonObject {
  const value: Json | undefined = item[key];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Rejection('ingest.bad-shape', `${key} must be an object.`);
  return value as JsonObject;
}
