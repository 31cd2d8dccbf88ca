import { messageOf, unitOf } from '@sojourn/kernel';
import type { OutboxItem, OutboxResult } from '@sojourn/execution';

export interface Pauses {
  /** The pause after the first attempt, milliseconds; it doubles with every further one. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The next attempt: exponential, each pause between half and one and a half of its length, so that what failed together does
 * not come back together. The draw is fixed by key and attempt.
 */
export function later(
  { id, key, attempt }: OutboxItem,
  now: number,
  reason: string,
  { firstMs, longestMs }: Pauses,
  atLeastMs = 0,
): OutboxResult {
  const pause = Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.5 + unitOf(`${key}:${attempt}`));
  return { id, at: now, retryAt: now + Math.round(Math.max(pause, atLeastMs)), reason };
}

/** What goes wrong around a delivery (settings, credentials, database) concerns that item alone, and is tried again. */
export async function orLater(
  item: OutboxItem,
  now: number,
  pauses: Pauses,
  work: () => Promise<OutboxResult>,
): Promise<OutboxResult> {
  try {
    return await work();
  } catch (error) {
    return later(item, now, messageOf(error), pauses);
  }
}
