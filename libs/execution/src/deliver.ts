import { groupBy, UnexpectedError, type Clock } from '@sojourn/kernel';
import type { Engine } from './engine.js';
import { channelOf } from './outbox/channel-rules.js';
import { handOver } from './outbox/hand-over.js';
import { Sender } from './outbox/sender.js';
import type { OutboxItem, OutboxResult } from './ports.js';

/**
 * Sends for a live worker: all lanes at the same time, as long as there is something that can be sent. Answers how many deliveries
 * were settled. Throws what the database throws; deliveries that were with a provider then are settled first, if at all possible.
 */
export async function deliver(engine: Engine, clock: Clock, stop: () => boolean = () => false): Promise<number> {
  if (!engine.outbox)
    throw new UnexpectedError('A worker that sends needs an outbox: EngineParts.outbox.', {
      code: 'execution.no-outbox',
    });
  return new Sender(engine, engine.outbox, clock, stop).run();
}

/**
 * Hands what is due to its couriers, channel by channel, one after the other, and writes down what became of it: for virtual time,
 * where the same deliveries leave in the same order every time. Everything counts as begun when it is claimed, because the store
 * looked for hindrances then. Live workers use `deliver`.
 */
export async function deliverBatch(engine: Engine, now: number): Promise<number> {
  const { store, couriers, options } = engine;
  const items = await store.claimOutbox({ now, limit: options.batchSize, leaseMs: options.leaseMs });
  await engine.crashPoint('delivery.after-begin');
  for (const group of groupBy(items, ({ effect }) => `${effect.kind} ${channelOf(effect)}`).values()) {
    const { results } = await handOver(couriers, group, now, (ids) => Promise.resolve(new Set(ids)));
    await engine.crashPoint('delivery.before-settle');
    await store.settleOutbox(options.logicalTime ? atTheirTime(results, group) : results);
    await engine.crashPoint('delivery.after-settle');
  }
  return items.length;
}

/** Under a virtual clock a delivery takes no time: it happens when it was due. */
function atTheirTime(results: readonly OutboxResult[], items: readonly OutboxItem[]): OutboxResult[] {
  const dueAt = new Map(items.map((item) => [item.id, item.dueAt]));
  return results.map((result) => ({ ...result, at: dueAt.get(result.id) ?? result.at }));
}
