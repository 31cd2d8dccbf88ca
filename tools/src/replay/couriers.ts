import { createMessageCourier } from '@sojourn/engine';
import type { Courier, OutboxItem } from '@sojourn/execution';
import { createRenderer } from '@sojourn/content';
import { insertInboxMessages, type Database } from '@sojourn/storage';

/**
 * What leaves the house in a replay stays in it: inbox messages are rendered and kept as ever; mail, webhooks and mints are
 * taken as delivered without a call to anyone.
 */
export function replayCouriers(database: Database): Courier[] {
  const renderer = createRenderer();
  const inbox = createMessageCourier({
    renderer: () => Promise.resolve(renderer),
    mailServer: () => Promise.resolve(undefined),
    keep: (entries) => insertInboxMessages(database, entries),
  });
  const isInbox = ({ effect }: OutboxItem): boolean => effect.kind === 'message' && effect.channel === 'inbox';
  return [
    {
      kind: 'message',
      deliver: async (items, now) => [
        ...(await inbox.deliver(items.filter(isInbox), now)),
        ...items.filter((item) => !isInbox(item)).map(({ id }) => taken(id, now)),
      ],
    },
    { kind: 'webhook', deliver: (items, now) => Promise.resolve(items.map(({ id }) => taken(id, now))) },
    { kind: 'mint', deliver: (items, now) => Promise.resolve(items.map(({ id }) => taken(id, now))) },
  ];
}

function taken(id: number, at: number): { id: number; at: number; final: { status: 'delivered'; reason: string } } {
  return { id, at, final: { status: 'delivered', reason: 'replay' } };
}
