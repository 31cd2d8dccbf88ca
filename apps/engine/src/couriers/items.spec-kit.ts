import { groupBy } from '@sojourn/kernel';
import { channelOf, handOver, type Courier, type OutboxItem, type OutboxResult } from '@sojourn/execution';
import { letLeave } from './again.js';

export const NOW = Date.UTC(2026, 2, 1, 9);

/** An outbox item as the couriers get it. */
export function outboxItem(id: number, effect: OutboxItem['effect'], more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id,
    workspaceId: 1,
    contactId: id,
    runId: id,
    nodeId: 'n',
    visit: 1,
    key: `1:${id}:n:1:send`,
    effect,
    attempt: 1,
    dueAt: NOW,
    journal: undefined,
    ...more,
  };
}

/** What the engine makes of a courier's answers, in the order of the items. */
export async function handed(courier: Courier, items: readonly OutboxItem[]): Promise<readonly OutboxResult[]> {
  const results: OutboxResult[] = [];
  for (const group of groupBy(items, ({ effect }) => channelOf(effect)).values())
    results.push(...(await handOver(new Map([[courier.kind, courier]]), group, NOW, letLeave)).results);
  return results.sort((a, b) => a.id - b.id);
}
