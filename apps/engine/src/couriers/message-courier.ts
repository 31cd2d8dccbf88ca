import { groupBy } from '@sojourn/kernel';
import type { Courier, CourierResult } from '@sojourn/execution';
import { letLeave } from './again.js';
import { CHANNELS } from './channels.js';
import { createInboxChannel, type InboxChannelParts } from './inbox-channel.js';
import { createMailChannel, type Channel, type MailChannelParts } from './mail-channel.js';
import { isMessage } from './message-item.js';

export type MessageCourierParts = MailChannelParts & InboxChannelParts;

/** Carries messages, each by its channel. Closing it ends the connections to mail servers. */
export function createMessageCourier(parts: MessageCourierParts): Courier & { close(): void } {
  const channels: ReadonlyMap<string, Channel> = new Map([
    ['inbox', createInboxChannel(parts)],
    ['mail', createMailChannel(parts)],
  ]);
  return {
    kind: 'message',
    rules: (channel) => (channel === 'inbox' ? CHANNELS.inbox : CHANNELS.mail),
    prepares: true,
    async deliver(items, now, begin = letLeave) {
      const results: CourierResult[] = [];
      for (const [name, group] of groupBy(items.filter(isMessage), (item) => item.effect.channel)) {
        const channel = channels.get(name);
        if (channel) results.push(...(await channel.deliver(group, now, begin)));
        else
          results.push(
            ...group.map(({ id }) => ({
              id,
              at: now,
              final: { status: 'failed' as const, reason: `no-channel-${name}` },
            })),
          );
      }
      return results;
    },
    close: () => channels.forEach((channel) => channel.close()),
  };
}
