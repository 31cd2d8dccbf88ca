import type { Courier, OutboxItem, OutboxResult } from '@sojourn/execution';
import { request, type Dispatcher } from 'undici';
import { later, orLater, type Pauses } from './backoff.js';
import { concurrently } from './concurrently.js';
import { oncePerKey } from './once-per-key.js';
import { retryAfterMs, signatureHeaders } from './standard-webhooks.js';

export interface WebhookCourierParts {
  /** `guardedAgent(...)`: decides which addresses may be reached. */
  readonly agent: Dispatcher;
  /** The workspace's signing secrets, `whsec_...`, the newest first; at least one. */
  readonly secrets: (workspaceId: number) => Promise<readonly string[]>;
  /** Calls at the same time. Default 16. */
  readonly parallel?: number;
  readonly pauses?: Pauses;
}

type Call = Extract<OutboxItem['effect'], { kind: 'webhook' }>['request'];

const PAUSES: Pauses = { firstMs: 5_000, longestMs: 3_600_000 };
const MAX_ANSWER = 64 * 1024;
const MAX_BODY = 1024 * 1024;
const BUSY = new Set([408, 425, 429]);
// The connection never stood, so nothing can have arrived.
const NOT_SENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/**
 * Calls webhooks, signed by Standard Webhooks with the effect's key as id. Answers 408, 425, 429, 5xx and failures to connect are
 * tried again `retries` times; other answers are final, redirects too. A call that broke off midway is tried again as well, for
 * receivers can tell by the id; when it never ends well it is `unknown`.
 */
export function createWebhookCourier({ agent, secrets, parallel = 16, pauses = PAUSES }: WebhookCourierParts): Courier {
  const deliver = async (
    item: OutboxItem,
    secretsOf: WebhookCourierParts['secrets'],
    now: number,
  ): Promise<OutboxResult> => {
    if (item.effect.kind !== 'webhook')
      return { id: item.id, at: now, final: { status: 'failed', reason: 'not-a-webhook' } };
    const call = item.effect.request;
    const body = JSON.stringify(call.body);
    if (body.length > MAX_BODY) return { id: item.id, at: now, final: { status: 'failed', reason: 'body-too-large' } };
    const signed = signatureHeaders({ id: item.key, at: now, body, secrets: await secretsOf(item.workspaceId) });
    const answer = await send(agent, call, body, signed);
    return judged(item, answer, call.retries ?? 5, now, pauses);
  };
  return {
    kind: 'webhook',
    deliver(items, now) {
      const secretsOf = oncePerKey(secrets);
      return concurrently(items, parallel, (item) => orLater(item, now, pauses, () => deliver(item, secretsOf, now)));
    },
  };
}

type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined }
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
        ...call.headers,
        'content-type': 'application/json',
        ...signed,
      },
      body,
      dispatcher: agent,
      signal: AbortSignal.timeout(call.timeoutMs ?? 10_000),
    });
    // The status is all that counts; a little is read so that the connection can be used again, more is cut off.
    await answer.dump({ limit: MAX_ANSWER }).catch(() => {});
    const retryAfter = headers['retry-after'];
    return { status: statusCode, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter };
  } catch (error) {
    const { code, name, message } = error as { code?: string; name: string; message: string };
    if (code === 'ADDRESS_REFUSED') return { failure: 'address-refused', kind: 'refused' };
    if (code === 'ERR_INVALID_URL' || code === 'UND_ERR_INVALID_ARG')
      return { failure: 'bad-request', kind: 'refused' };
    if (name === 'TimeoutError') return { failure: 'timeout', kind: 'broken' };
    return { failure: code ?? message, kind: code !== undefined && NOT_SENT.test(code) ? 'not-sent' : 'broken' };
  }
}

function judged(item: OutboxItem, answer: Answer, retries: number, now: number, pauses: Pauses): OutboxResult {
  const { id, attempt } = item;
  if ('status' in answer) {
    const { status, retryAfter } = answer;
    const data = { status };
    if (status >= 200 && status < 300) return { id, at: now, final: { status: 'delivered', data } };
    const busy = BUSY.has(status) || status >= 500;
    if (busy && attempt <= retries) return later(item, now, `http-${status}`, pauses, retryAfterMs(retryAfter, now));
    return { id, at: now, final: { status: 'failed', reason: `http-${status}`, data } };
  }
  const { failure, kind } = answer;
  if (kind !== 'refused' && attempt <= retries) return later(item, now, failure, pauses);
  return { id, at: now, final: { status: kind === 'broken' ? 'unknown' : 'failed', reason: failure } };
}
