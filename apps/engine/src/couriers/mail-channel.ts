import { createHash } from 'node:crypto';
import type { Renderer } from '@sojourn/content';
import type { Begin, CourierResult, OutboxItem } from '@sojourn/execution';
import { again, orAgain } from './again.js';
import { concurrently } from './concurrently.js';
import { MailTransports, type MailServer } from './mail-transports.js';
import { mailAddress, rendered, type MessageItem } from './message-item.js';
import { oncePerKey } from './once-per-key.js';

export interface MailChannelParts {
  /** The workspace's own server, else the engine's default, else undefined. */
  readonly mailServer: (workspaceId: number) => Promise<MailServer | undefined>;
  readonly renderer: () => Promise<Renderer>;
  /** An address that unsubscribes this contact with one click (RFC 8058), when there is one. */
  readonly unsubscribeUrl?: (item: OutboxItem) => string | undefined;
}

export interface Channel {
  deliver(items: readonly MessageItem[], now: number, begin: Begin): Promise<readonly CourierResult[]>;
  close(): void;
}

const PARALLEL = 10;
/**
 * Mail by SMTP. Refused for good (5xx): failed. Refused for now (4xx), not reached, or not let in: tried again.
 * Broken off after the server took the message's first byte: unknown, never sent again by itself.
 */
export function createMailChannel({ mailServer, renderer, unsubscribeUrl }: MailChannelParts): Channel {
  const transports = new MailTransports();

  const send = async (
    item: MessageItem,
    serverOf: MailChannelParts['mailServer'],
    now: number,
    begin: Begin,
  ): Promise<CourierResult | undefined> => {
    const { id } = item;
    const to = mailAddress(item);
    if (to === undefined) return { id, at: now, final: { status: 'suppressed', reason: 'no-address' } };
    const server = await serverOf(item.workspaceId);
    if (server === undefined) return { id, at: now, final: { status: 'failed', reason: 'no-mail-server' } };
    const message = await rendered(await renderer(), item, now);
    if ('reason' in message) return { id, at: now, final: { status: 'failed', reason: message.reason } };
    if (!(await begin([id])).has(id)) return undefined;
    let handedOver = false;
    try {
      await transports.of(server).sendMail({
        from: server.from,
        // As an object it is one recipient, whatever characters it has.
        to: { name: '', address: to },
        subject: message.subject ?? '',
        ...(message.html === undefined ? {} : { html: message.html }),
        text: message.text ?? '',
        messageId: messageId(item.key, server.from),
        date: new Date(now),
        headers: unsubscribeHeaders(server.from, item, unsubscribeUrl?.(item)),
        // Read back by the transport.
        ...{ onData: () => (handedOver = true) },
      });
      return { id, at: now, final: { status: 'delivered' } };
    } catch (error) {
      return judged(item, error, handedOver, now);
    }
  };

  return {
    async deliver(items, now, begin) {
      const serverOf = oncePerKey(mailServer);
      const results = await concurrently(items, PARALLEL, (item) =>
        orAgain(item, now, () => send(item, serverOf, now, begin)),
      );
      return results.flat();
    },
    close: () => transports.close(),
  };
}

function judged(item: OutboxItem, error: unknown, handedOver: boolean, now: number): CourierResult {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const reason = responseCode ? `smtp-${responseCode}` : (code ?? 'smtp').toLowerCase();
  // A wrong password is the workspace's to mend, not this contact's fault: it is tried again like an outage.
  const permanent = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  if (permanent || (code === 'EENVELOPE' && responseCode === undefined))
    return { id: item.id, at: now, final: { status: 'failed', reason } };
  return again(item, now, reason, handedOver && responseCode === undefined ? 'maybe' : 'no');
}

/** Derived from the effect's key: the same message sent twice is one to readers that compare. */
export function messageId(key: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'sojourn.invalid';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;
}

function unsubscribeHeaders(from: string, item: OutboxItem, url: string | undefined): Record<string, string> {
  const address = /<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const mailto = `<mailto:${address}?subject=unsubscribe%20${item.contactId}>`;
  if (url === undefined) return { 'List-Unsubscribe': mailto };
  return { 'List-Unsubscribe': `<${url}>, ${mailto}`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
