import { createHash } from 'node:crypto';
import type { Begin, ChannelRules, Courier, CourierResult, OutboxItem } from '@sojourn/execution';
import { request, type Dispatcher } from 'undici';
import { again, letLeave, orAgain } from './again.js';
import { CHANNELS } from './channels.js';
import { concurrently } from './concurrently.js';
import { oncePerKey } from './once-per-key.js';
import { retryAfterMs, signatureHeaders } from './standard-webhooks.js';

export interface WebhookCourierParts {
  /** `guardedAgent(...)`: decides which addresses may be reached. */
  readonly agent: Dispatcher;
  /** The workspace's signing secrets, `whsec_...`, the newest first; at least one. */
  readonly secrets: (workspaceId: number) => Promise<readonly string[]>;
  /** Calls at the same time, of what is handed over together. Default 16. */
  readonly parallel?: number;
  readonly rules?: ChannelRules;
}

type Call = Extract<OutboxItem['effect'], { kind: 'webhook' }>['request'];

const MAX_ANSWER = 64 * 1024;
const MAX_BODY = 1024 * 1024;
const BUSY = new Set([408, 425, 429]);
/** They say that the request was not acted upon; after any other 5xx it may have been. */
const NOT_DONE = new Set([408, 425, 429, 503]);
// The connection never stood, so nothing can have arrived.
const NOT_SENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/**
 * Calls webhooks, signed by Standard Webhooks with the effect's key as id, the same at every attempt. Answers 408, 425, 429, 5xx and
 * failures to connect are tried again `retries` times, not before `Retry-After`; other answers are final, redirects too. A call
 * that broke off midway, or was answered 5xx, may have been acted upon: it is tried again as well, for receivers can tell by the id,
 * and is `unknown` when it never ends well.
 */
export function createWebhookCourier(parts: WebhookCourierParts): Courier {
  const { agent, secrets, parallel = 16, rules = CHANNELS.webhook } = parts;
  const deliver = async (
    item: OutboxItem,
    secretsOf: WebhookCourierParts['secrets'],
    now: number,
    begin: Begin,
  ): Promise<CourierResult | undefined> => {
    const failed = (reason: string): CourierResult => ({ id: item.id, at: now, final: { status: 'failed', reason } });
    if (item.effect.kind !== 'webhook') return failed('not-a-webhook');
    const call = item.effect.request;
    const body = JSON.stringify(call.body);
    if (body.length > MAX_BODY) return failed('body-too-large');
    const signed = signatureHeaders({ id: item.key, at: now, body, secrets: await secretsOf(item.workspaceId) });
    const hash = createHash('sha256').update(body).digest('hex');
    if (!(await begin([item.id], new Map([[item.id, hash]]))).has(item.id)) return undefined;
    return judged(item, await send(agent, call, body, signed), (call.retries ?? 5) + 1, now);
  };
  return {
    kind: 'webhook',
    rules: () => rules,
    prepares: true,
    async deliver(items, now, begin = letLeave) {
      const secretsOf = oncePerKey(secrets);
      const results = await concurrently(items, parallel, (item) =>
        orAgain(item, now, () => deliver(item, secretsOf, now, begin)),
      );
      return results.flat();
    },
  };
}

type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined; readonly date: string | undefined }
  | { readonly failure: string; readonly kind: 'refused' | 'not-sent' | 'broken' };

async function send(agent: Dispatcher, call: Call, body: string, signed: Record<string, string>): Promise<Answer> {
  try {
    const url = new URL(call.url);
    if (!/^https?:$/.test(url.protocol) || url.username || url.password)
      return { failure: 'bad-address', kind: 'refused' };
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(url, {
      method: call.method,
      headers: {
        'user-agent': 'Sojourn (+https://www.standardwebhooks.com)',
        // However they are written: ours take the place of theirs, none stands beside.
        ...Object.fromEntries(Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
        'content-type': 'application/json',
        ...signed,
      },
      body,
      dispatcher: agent,
      signal: AbortSignal.timeout(call.timeoutMs ?? 10_000),
    });
    // The status is all that counts; a little is read so that the connection can be used again, more is cut off.
    await answer.dump({ limit: MAX_ANSWER }).catch(() => {});
    const one = (name: string): string | undefined => [headers[name]].flat()[0];
    return { status: statusCode, retryAfter: one('retry-after'), date: one('date') };
  } catch (error) {
    const { code, name, message } = error as { code?: string; name: string; message: string };
    if (code === 'ADDRESS_REFUSED') return { failure: 'address-refused', kind: 'refused' };
    if (code === 'ERR_INVALID_URL' || code === 'UND_ERR_INVALID_ARG')
      return { failure: 'bad-request', kind: 'refused' };
    if (name === 'TimeoutError') return { failure: 'timeout', kind: 'broken' };
    return { failure: code ?? message, kind: code !== undefined && NOT_SENT.test(code) ? 'not-sent' : 'broken' };
  }
}

function judged(item: OutboxItem, answer: Answer, attempts: number, now: number): CourierResult {
  const { id } = item;
  if ('failure' in answer) {
    const { failure: reason, kind } = answer;
    if (kind === 'refused') return { id, at: now, final: { status: 'failed', reason } };
    return again(item, now, reason, kind === 'broken' ? 'maybe' : 'no', { attempts });
  }
  const { status, retryAfter, date } = answer;
  const data = { status };
  if (status >= 200 && status < 300) return { id, at: now, final: { status: 'delivered', data } };
  const reason = `http-${status}`;
  if (!BUSY.has(status) && status < 500) return { id, at: now, final: { status: 'failed', reason, data } };
  return again(item, now, reason, NOT_DONE.has(status) ? 'no' : 'maybe', {
    attempts,
    afterMs: retryAfterMs(retryAfter, now, date),
    data,
  });
}
