import { SECOND, type JsonObject } from '@sojourn/kernel';
import { parseInstant } from '@sojourn/kernel/schedule';
import { Rejection } from './rejection.js';

/** Up to this, the time between sending and receiving is the way through the network; beyond it, a clock is wrong. */
const SKEW = 5 * SECOND;

/**
 * When it happened. A client whose clock is off says so by its `sentAt`: the event then happened as long before we received it
 * as it happened before it was sent (Segment: timestamp = receivedAt - (sentAt - originalTimestamp)). Nothing happens
 * after it was received.
 */
export function momentOf(item: JsonObject, batchSentAt: unknown, receivedAt: number): number {
  const original = read(item['originalTimestamp'], 'originalTimestamp') ?? read(item['timestamp'], 'timestamp');
  if (original === undefined) return receivedAt;
  const sentAt = lenient(item['sentAt']) ?? lenient(batchSentAt);
  const skewed = sentAt !== undefined && Math.abs(receivedAt - sentAt) > SKEW && original <= sentAt;
  const occurredAt = skewed ? receivedAt - (sentAt - original) : original;
  if (occurredAt < 0) throw new Rejection('ingest.bad-time', 'timestamp lies before 1970.');
  return Math.min(occurredAt, receivedAt);
}

function read(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const moment = typeof value === 'string' ? parseInstant(value, 'UTC') : null;
  if (moment === null)
    throw new Rejection('ingest.bad-time', `${name} must be an ISO 8601 time such as 2026-12-01T09:00:00Z.`);
  return moment;
}

/** `sentAt` only helps; one that cannot be read is as good as none. */
function lenient(value: unknown): number | undefined {
  return typeof value === 'string' ? (parseInstant(value, 'UTC') ?? undefined) : undefined;
}
