import type { Renderer } from '@sojourn/content';
import type { CourierResult } from '@sojourn/execution';
import { messageOf } from '@sojourn/kernel';
import { again } from './again.js';
import type { NewInboxMessage } from '@sojourn/storage';
import type { Channel } from './mail-channel.js';
import { rendered, type MessageItem } from './message-item.js';

export interface InboxChannelParts {
  readonly renderer: () => Promise<Renderer>;
  /** Keeps messages, all in one go; a key that is there already changes nothing. */
  readonly keep: (entries: readonly NewInboxMessage[]) => Promise<void>;
}

/** The built-in inbox: rendered, kept, delivered. */
export function createInboxChannel({ renderer, keep }: InboxChannelParts): Channel {
  return {
    async deliver(items, now, begin) {
      const writer = await renderer();
      const results: CourierResult[] = [];
      const entries = new Map<number, NewInboxMessage>();
      for (const item of items) {
        const message = await rendered(writer, item, now);
        if ('reason' in message)
          results.push({ id: item.id, at: now, final: { status: 'failed', reason: message.reason } });
        else entries.set(item.id, entryOf(item, message, now));
      }
      const leaving = entries.size === 0 ? new Set<number>() : await begin([...entries.keys()]);
      try {
        await keep([...entries].flatMap(([id, entry]) => (leaving.has(id) ? [entry] : [])));
        for (const id of leaving) results.push({ id, at: now, final: { status: 'delivered' } });
      } catch (error) {
        const reason = messageOf(error);
        results.push(...items.filter(({ id }) => leaving.has(id)).map((item) => again(item, now, reason, 'maybe')));
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
