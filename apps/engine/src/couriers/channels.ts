import type { ChannelRules } from '@sojourn/execution';
import { DAY, HOUR, MINUTE, SECOND } from '@sojourn/kernel';

/**
 * What each channel promises.
 *
 * - `inbox` is a table of ours: a key that is there already changes nothing.
 * - `mail` recognises nothing; a message broken off midway is never sent again by itself.
 * - `webhook` carries the key as `webhook-id`, by which receivers of Standard Webhooks tell repetitions; they are asked to remember it
 *   for a day.
 * - `mint` keeps the signed transaction and asks the contract, which mints a key once.
 */
export const CHANNELS = {
  inbox: {
    idempotency: { header: 'effect_key', ttlMs: Number.MAX_SAFE_INTEGER, comparesBody: false },
    onAmbiguous: 'prefer-duplicate',
    maxBatch: 500,
    concurrency: 2,
    attempts: 50,
    maxAgeMs: 30 * DAY,
    pauses: { firstMs: SECOND, longestMs: MINUTE },
    longestQuietMs: DAY,
  },
  mail: {
    onAmbiguous: 'prefer-miss',
    maxBatch: 1,
    concurrency: 10,
    attempts: 5,
    maxAgeMs: 3 * DAY,
    pauses: { firstMs: 30 * SECOND, longestMs: HOUR },
    longestQuietMs: DAY,
  },
  webhook: {
    idempotency: { header: 'webhook-id', ttlMs: DAY, comparesBody: true },
    onAmbiguous: 'prefer-miss',
    maxBatch: 1,
    concurrency: 16,
    attempts: 6,
    maxAgeMs: 3 * DAY,
    pauses: { firstMs: 5 * SECOND, longestMs: HOUR },
    // The lane holds calls to many servers: one of them must not silence the others for long.
    longestQuietMs: MINUTE,
  },
  mint: {
    idempotency: { header: 'key', ttlMs: Number.MAX_SAFE_INTEGER, comparesBody: false },
    onAmbiguous: 'prefer-miss',
    maxBatch: 50,
    // One wallet, one order of nonces.
    concurrency: 1,
    attempts: 200,
    maxAgeMs: 30 * DAY,
    pauses: { firstMs: 3 * SECOND, longestMs: 10 * MINUTE },
    longestQuietMs: DAY,
  },
} as const satisfies Readonly<Record<string, ChannelRules>>;
export type ChannelName = keyof typeof CHANNELS;
