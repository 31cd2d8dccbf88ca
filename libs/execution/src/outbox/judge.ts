import { unitOf } from '@sojourn/kernel';
import type { CourierResult } from '../ports.js';
import type { OutboxItem, OutboxResult } from '../records.js';
import { mayRepeat, type ChannelRules, type Pauses } from './channel-rules.js';

/**
 * The pause before the next attempt: exponential, each between half and one and a half of its length, so that what failed together
 * does not come back together. The draw is fixed by key and attempt.
 */
export function pauseAfter(
  { key, attempt }: Pick<OutboxItem, 'key' | 'attempt'>,
  { firstMs, longestMs }: Pauses,
): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.5 + unitOf(`${key}:${attempt}`)));
}

/**
 * Decides what a failure leads to by the rules of its channel. What may have arrived once never ends as failed: it is sent again
 * where the provider would recognise it, else it is `unknown`. What certainly did not arrive is tried again until attempts or age
 * run out, and is a dead letter then.
 */
export function judged(item: OutboxItem, result: CourierResult, rules: ChannelRules, now: number): OutboxResult {
  const { id, attempt, ambiguousAt } = item;
  const doubt = ambiguousAt !== null && ambiguousAt !== undefined;
  if ('final' in result) {
    const { status, reason } = result.final;
    const final = status === 'failed' && doubt ? { ...result.final, status: 'unknown' as const, reason } : result.final;
    return { ...result, final, attempt };
  }
  if ('retryAt' in result) return { ...result, attempt, ambiguousAt: ambiguousAt ?? null };
  const { at, again } = result;
  const { reason, arrived, afterMs = 0, attempts = rules.attempts, data } = again;
  const maybe = arrived === 'maybe';
  const unknown: OutboxResult = { id, at, attempt, final: { status: 'unknown', reason, ...(data ? { data } : {}) } };
  if (maybe && !mayRepeat(rules, ambiguousAt ?? at, now)) return unknown;
  const given = attempt >= attempts || now - (item.queuedAt ?? now) > rules.maxAgeMs;
  if (given)
    return maybe || doubt
      ? unknown
      : { id, at, attempt, dead: true, final: { status: 'failed', reason, ...(data ? { data } : {}) } };
  const retryAt = now + Math.max(pauseAfter(item, rules.pauses), afterMs);
  return { id, at, attempt, retryAt, reason, ambiguousAt: ambiguousAt ?? (maybe ? at : null) };
}

/** Ends what must not be handed over once more: it may have arrived, and the provider has forgotten its key. */
export function tooLate(item: OutboxItem, rules: ChannelRules, now: number): OutboxResult | undefined {
  const { id, attempt, ambiguousAt } = item;
  if (ambiguousAt === null || ambiguousAt === undefined || mayRepeat(rules, ambiguousAt, now)) return undefined;
  return { id, at: now, attempt, final: { status: 'unknown', reason: 'key-expired' } };
}
