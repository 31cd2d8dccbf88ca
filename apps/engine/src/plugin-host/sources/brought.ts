import type { Json, JsonObject } from '@sojourn/kernel';
import { allowsEvent, type Capability } from '@sojourn/plugin-sdk';
import type { IngestItem } from '@sojourn/storage';
import { PLUGIN_SOURCE } from '../../ingest/call.js';
import { clean } from '../../ingest/clean.js';
import { isObject, textOf } from '../api/answers.js';

const MOST_EVENTS = 1_000;
const LONGEST_NAME = 191;
const LONGEST_EVENT = 32 * 1024;
const LONGEST_CURSOR = 64 * 1024;
const LONGEST_REPLY = 4_096;
const REPLY_TYPES = ['text/plain', 'application/json', 'application/xml'] as const;

export interface Reply {
  readonly body: string;
  readonly type: (typeof REPLY_TYPES)[number];
}

export interface Brought {
  readonly items: readonly IngestItem[];
  /** JSON of how far the plugin says it has come; undefined when it does not say. */
  readonly reached: string | undefined;
  /** What the sender of a posting is told, where the plugin says so. */
  readonly reply?: Reply | undefined;
  /** What could not be taken, and why. */
  readonly rejected: readonly { readonly index: number; readonly message: string }[];
}

/** What a source answered, in the words of the store: events that were asked for and granted, of somebody, each with an id. */
export function broughtBy(
  answer: unknown,
  of: {
    readonly workspaceId: number;
    readonly sourceId: number;
    readonly now: number;
    readonly asked: readonly Capability[];
    readonly granted: readonly Capability[];
  },
): Brought | string {
  const whole: unknown = clean(answer ?? null);
  if (!isObject(whole) || !Array.isArray(whole['events'])) return 'It answered no list of events.';
  const events = whole['events'] as readonly unknown[];
  if (events.length > MOST_EVENTS) return `It answered ${events.length} events at once; ${MOST_EVENTS} are allowed.`;
  const reached = whole['cursor'] === undefined ? undefined : JSON.stringify(whole['cursor']);
  if (reached !== undefined && reached.length > LONGEST_CURSOR)
    return `Its cursor is longer than ${LONGEST_CURSOR} characters.`;
  const items: IngestItem[] = [];
  const rejected: { index: number; message: string }[] = [];
  for (const [index, event] of events.entries()) {
    const item = itemOf(event, of);
    if (typeof item === 'string') rejected.push({ index, message: item });
    else items.push(item);
  }
  const reply = replyOf(whole['reply']);
  return typeof reply === 'string' ? reply : { items, reached, rejected, reply };
}

/** A text says what is wrong with it. */
function replyOf(given: unknown): Reply | string | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given as Json)) return 'Its `reply` is no object.';
  const { body, type: wanted = 'text/plain' } = given as JsonObject;
  if (typeof body !== 'string' || body.length > LONGEST_REPLY)
    return `Its reply is no text of at most ${LONGEST_REPLY} characters.`;
  const type = REPLY_TYPES.find((one) => one === wanted);
  return type ? { body, type } : `The type of its reply is none of ${REPLY_TYPES.join(', ')}.`;
}

function itemOf(
  event: unknown,
  { workspaceId, sourceId, now, asked, granted }: Parameters<typeof broughtBy>[1],
): IngestItem | string {
  if (!isObject(event)) return 'An event is no object.';
  const { id, type, occurredAt, properties = {} } = event;
  if (typeof id !== 'string' || id === '' || id.length > 1_000)
    return 'An event has no `id` by which a repetition is recognised.';
  if (typeof type !== 'string' || type === '' || type.length > LONGEST_NAME || type.startsWith('$'))
    return 'An event has no usable `type`.';
  if (!allowsEvent(asked, type) || !allowsEvent(granted, type))
    return `The event "${type.slice(0, 80)}" is not among those that were granted.`;
  if (!isObject(properties) || JSON.stringify(properties).length > LONGEST_EVENT)
    return `The properties of "${type.slice(0, 80)}" are no object, or more than 32 KB.`;
  // Cut, it would be somebody else.
  const long = ['userId', 'email', 'phone'].find((name) => (textOf(event[name], LONGEST_NAME + 1)?.length ?? 0) > LONGEST_NAME); // prettier-ignore
  if (long !== undefined) return `The ${long} of "${type.slice(0, 80)}" has more than ${LONGEST_NAME} characters.`;
  const userId = textOf(event['userId'], LONGEST_NAME);
  const identities = identitiesOf(event);
  if (userId === undefined && Object.keys(identities).length === 0)
    return `The event "${type.slice(0, 80)}" names nobody: userId, email or phone.`;
  // A clock that runs ahead does not make things happen tomorrow.
  const when = typeof occurredAt === 'number' && occurredAt >= 0 ? Math.min(now, Math.round(occurredAt)) : now;
  return {
    workspaceId,
    kind: 'track',
    messageId: `${PLUGIN_SOURCE}${sourceId}:${id}`,
    userId,
    identities,
    type,
    occurredAt: when,
    receivedAt: now,
    properties,
    source: 'plugin',
  };
}

function identitiesOf(event: JsonObject): { readonly [kind: string]: string } {
  const email = textOf(event['email'], LONGEST_NAME)?.trim().toLowerCase();
  const phone = textOf(event['phone'], LONGEST_NAME)?.trim();
  return { ...(email && { email }), ...(phone && { phone }) };
}
