import { groupBy, messageOf } from '@sojourn/kernel';
import type { Engine } from './engine.js';
import type { OutboxItem, OutboxResult } from './ports.js';

/** Waits between attempts when a courier itself breaks: an ordinary failed delivery says its own time. */
const BROKEN_COURIER_RETRY_MS = 60_000;

/** Hands deliverable effects to their couriers, kind by kind, and writes down what became of them. */
export async function deliverBatch(engine: Engine, now: number): Promise<number> {
  const { store, couriers, options } = engine;
  const items = await store.claimOutbox({ now, limit: options.batchSize, leaseMs: options.leaseMs });
  for (const [kind, group] of groupBy(items, (item) => item.effect.kind)) {
    const courier = couriers.get(kind);
    let results: readonly OutboxResult[];
    try {
      results = courier
        ? await courier.deliver(group, now)
        : group.map(({ id }) => ({ id, at: now, final: { status: 'failed', reason: `no-courier-${kind}` } }));
    } catch (error) {
      results = group.map(({ id }) => ({
        id,
        at: now,
        retryAt: now + BROKEN_COURIER_RETRY_MS,
        reason: messageOf(error),
      }));
    }
    await store.settleOutbox(options.logicalTime ? atTheirTime(results, group) : results);
  }
  return items.length;
}

/** Under a virtual clock a delivery takes no time: it happens when it was due. */
function atTheirTime(results: readonly OutboxResult[], items: readonly OutboxItem[]): OutboxResult[] {
  const dueAt = new Map(items.map((item) => [item.id, item.dueAt]));
  return results.map((result) => ({ ...result, at: dueAt.get(result.id) ?? result.at }));
}
