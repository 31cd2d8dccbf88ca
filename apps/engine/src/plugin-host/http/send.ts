import { messageOf, type Json } from '@sojourn/kernel';
import type { HttpAnswer } from '@sojourn/plugin-sdk/engine';
import { request, type Dispatcher } from 'undici';
import type { Redactor } from './redact.js';

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}

/** What came of it; `doubt`: it may have arrived all the same. */
export interface Sent {
  readonly answer: HttpAnswer;
  readonly doubt: boolean;
}

export const MOST_ANSWER = 256 * 1024;
/** Of JSON that is handed on as values; deeper, it is a text. */
const DEEPEST = 100;
// The connection never stood, so nothing can have arrived.
const NOT_SENT = /^(?:ADDRESS_REFUSED|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_INVALID_URL|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/; // prettier-ignore

/** Sends one request through a guarded agent and reads a bounded answer. Redirects are answers. Never throws. */
export async function send(agent: Dispatcher, out: Outgoing, redactor: Redactor): Promise<Sent> {
  try {
    const { statusCode, headers, body } = await request(out.url, {
      method: out.method as Dispatcher.HttpMethod,
      headers: { 'user-agent': 'Sojourn', 'accept-encoding': 'identity', ...out.headers },
      body: out.body ?? null,
      dispatcher: agent,
      signal: AbortSignal.timeout(out.timeoutMs),
    });
    const bytes = await bounded(body);
    if (!bytes) {
      const message = `The answer is larger than ${MOST_ANSWER / 1024} KiB.`;
      return { answer: { error: 'too-large', message }, doubt: false };
    }
    const told = headersOf(headers, redactor);
    return { answer: { status: statusCode, headers: told, body: redactor.json(read(bytes, told)) }, doubt: false };
  } catch (error) {
    const { code = '', name } = error as { code?: string; name?: string };
    const sent = !NOT_SENT.test(code);
    if (code === 'ADDRESS_REFUSED') return failed('refused', `${out.url.hostname} is not a public address.`, false);
    if (name === 'TimeoutError') return failed('timeout', `No answer within ${out.timeoutMs} ms.`, true);
    return failed('unreachable', redactor.text(code || messageOf(error)).slice(0, 200), sent);
  }
}

const failed = (error: 'refused' | 'timeout' | 'unreachable', message: string, doubt: boolean): Sent => ({
  answer: { error, message },
  doubt,
});

/** All of it, or nothing when it is more than is taken: then the connection is given up. */
async function bounded(body: Dispatcher.ResponseData['body']): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_ANSWER) {
      body.destroy();
      return undefined;
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function headersOf(headers: Dispatcher.ResponseData['headers'], redactor: Redactor): Record<string, string> {
  // Cookies are for sessions of somebody's own; plugins have none.
  const kept = Object.entries(headers).filter(([name]) => name !== 'set-cookie').slice(0, 100); // prettier-ignore
  return Object.fromEntries(kept.map(([name, value]) => [redactor.text(name), redactor.text([value].flat().join(', ')).slice(0, 4_096)])); // prettier-ignore
}

function read(bytes: Buffer, headers: Record<string, string>): Json {
  const text = bytes.toString('utf8');
  if (!/\bjson\b/i.test(headers['content-type'] ?? '')) return text;
  try {
    const value = JSON.parse(text) as Json;
    return isBearable(value, DEEPEST) ? value : text;
  } catch {
    return text; // it called itself JSON and is none
  }
}

/** Whether whoever walks it, value by value, comes back. */
function isBearable(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((one) => isBearable(one as Json, left - 1));
}
