import type { Renderer } from '@sojourn/content';
import type { OutboxResult } from '@sojourn/execution';
import { messageOf } from '@sojourn/kernel';
import { later, type Pauses } from './backoff.js';
import type { NewInboxMessage } from '@sojourn/storage';
import type { Channel } from './mail-channel.js';
import { rendered, type MessageItem } from './message-item.js';

export interface InboxChannelParts {
  readonly renderer: () => Promise<Renderer>;
  /** Keeps messages, all in one go; a key that is there already changes nothing. */
  readonly keep: (entries: readonly NewInboxMessage[]) => Promise<void>;
}

const PAUSES: Pauses = { firstMs: 1_000, longestMs: 60_000 };

/** The built-in inbox: rendered, kept, delivered. */
export function createInboxChannel({ renderer, keep }: InboxChannelParts): Channel {
  return {
    async deliver(items, now) {
      const writer = await renderer();
      const entries: NewInboxMessage[] = [];
      const results: OutboxResult[] = [];
      for (const item of items) {
        const message = await rendered(writer, item, now);
        if ('reason' in message)
          results.push({ id: item.id, at: now, final: { status: 'failed', reason: message.reason } });
        else {
          entries.push(entryOf(item, message, now));
          results.push({ id: item.id, at: now, final: { status: 'delivered' } });
        }
      }
      try {
        await keep(entries);
      } catch (error) {
        // The messages of other channels in this round must not be sent again for it.
        return items.map((item) => later(item, now, messageOf(error), PAUSES));
      }
      return results;
    },
    close: () => {},
  };
}

function entryOf(
  item: MessageItem,
  { subject = '', text = '', html }: { subject?: string; text?: string; html?: string },
  at: number,
): NewInboxMessage {
  const { workspaceId, contactId, runId, key } = item;
  return {
    workspaceId,
    contactId,
    runId,
    key,
    subject,
    body: html ?? text,
    format: html === undefined ? 'text' : 'html',
    at,
  };
}
