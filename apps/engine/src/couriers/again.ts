import { messageOf } from '@sojourn/kernel';
import type { Begin, CourierResult, OutboxItem } from '@sojourn/execution';

type Again = Extract<CourierResult, { again: unknown }>;

/** It did not work this time; the channel's rules say when it is tried again, or whether. */
export function again(
  { id }: OutboxItem,
  at: number,
  reason: string,
  arrived: 'no' | 'maybe',
  more: Partial<Again['again']> = {},
): Again {
  // prettier-ignore
  return { id, at, again: { reason, arrived, ...more } };
}

/**
 * What goes wrong before a delivery leaves (settings, credentials, database) concerns that item alone, and is tried again. Nothing
 * when it was not to leave.
 */
export async function orAgain(
  item: OutboxItem,
  now: number,
  work: () => Promise<CourierResult | undefined>,
): Promise<readonly CourierResult[]> {
  try {
    const result = await work();
    return result ? [result] : [];
  } catch (error) {
    return [again(item, now, messageOf(error), 'no')];
  }
}

/** For callers that let everything leave. */
export const letLeave: Begin = (ids) => Promise.resolve(new Set(ids));
