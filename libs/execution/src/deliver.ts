import { groupBy } from '@sojourn/kernel';
import type { Engine } from './engine.js';
import { channelOf } from './outbox/channel-rules.js';
import { handOver } from './outbox/hand-over.js';
import type { OutboxItem, OutboxResult } from './ports.js';

/**
 * Hands what is due to its couriers, channel by channel, one after the other, and writes down what became of it: for virtual time,
 * where the same deliveries leave in the same order every time. Everything counts as begun when it is claimed, because the store
 * looked for hindrances then. Live workers use `deliver`.
 */
export async function deliverBatch(engine: Engine, now: number): Promise<number> {
  const { store, couriers, options } = engine;
  const items = await store.claimOutbox({ now, limit: options.batchSize, leaseMs: options.leaseMs });
  for (const group of groupBy(items, ({ effect }) => `${effect.kind} ${channelOf(effect)}`).values()) {
    const { results } = await handOver(couriers, group, now, (ids) => Promise.resolve(new Set(ids)));
    await store.settleOutbox(options.logicalTime ? atTheirTime(results, group) : results);
  }
  return items.length;
}

/** Under a virtual clock a delivery takes no time: it happens when it was due. */
function atTheirTime(results: readonly OutboxResult[], items: readonly OutboxItem[]): OutboxResult[] {
  const dueAt = new Map(items.map((item) => [item.id, item.dueAt]));
  return results.map((result) => ({ ...result, at: dueAt.get(result.id) ?? result.at }));
}
