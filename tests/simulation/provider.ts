import type { Courier, OutboxResult } from '@sojourn/execution';
import { hash32, MINUTE } from '@sojourn/kernel';

/** Messages as the provider saw them, by key. */
export type Ledger = Map<string, { calls: number; readonly firstDueAt: number }>;

/**
 * A provider whose answer depends on who is written to, from where, and nothing else: some messages are refused, some are
 * asked for again in five minutes. It dedupes by key, as the inbox does, and says so.
 */
export function provider(ledger: Ledger): Courier {
  return {
    kind: 'message',
    deliver: async (items, now) =>
      items.map((item): OutboxResult => {
        const { id, key, dueAt, contactId, nodeId, visit } = item;
        const seen = ledger.get(key) ?? { calls: 0, firstDueAt: dueAt };
        ledger.set(key, { ...seen, calls: seen.calls + 1 });
        const mood = hash32([contactId, nodeId, visit, seen.firstDueAt].join(' ')) % 10;
        if (mood === 9 && dueAt === seen.firstDueAt)
          return { id, at: now, retryAt: dueAt + 5 * MINUTE, reason: 'busy' };
        if (mood === 8) return { id, at: now, final: { status: 'failed', reason: 'refused' } };
        return { id, at: now, final: { status: 'delivered' } };
      }),
  };
}
