import type { OutboxItem } from '@sojourn/execution';

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
