import { createHmac } from 'node:crypto';

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, one signature for
 * each secret (`whsec_` and base64), the newest first, so that receivers can change over.
 */
export function signatureHeaders(message: {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly body: string;
  readonly secrets: readonly string[];
}): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signatures = message.secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')}`;
  });
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/**
 * Milliseconds that a `Retry-After` asks for, in seconds or as an HTTP date; undefined when it says neither. At most a day. A date
 * counts from the answer's own `Date`, where there is one: the server's clock need not agree with ours.
 */
export function retryAfterMs(header: string | undefined, now: number, date?: string): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const said = Date.parse(date ?? '');
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - (Number.isFinite(said) ? said : now);
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : undefined;
}
