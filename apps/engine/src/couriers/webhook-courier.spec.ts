import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutboxResult } from '@sojourn/execution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedAgent } from './address-guard.js';
import { handed, NOW, outboxItem } from './items.spec-kit.js';
import { retryAfterMs } from './standard-webhooks.js';
import { createWebhookCourier } from './webhook-courier.js';

const SECRETS = [
  'whsec_' + Buffer.from('new secret').toString('base64'),
  'whsec_' + Buffer.from('old secret').toString('base64'),
];
const seen: { method: string; headers: IncomingHttpHeaders; body: string }[] = [];
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      seen.push({ method: incoming.method!, headers: incoming.headers, body });
      response.sendDate = false;
      const [, status = '200', retryAfter] = incoming.url!.split('/');
      if (status === 'hang') return;
      if (status === 'drop') return incoming.socket.destroy();
      if (status === 'huge') return void response.writeHead(200).end('x'.repeat(5_000_000));
      response
        .writeHead(Number(status), {
          ...(retryAfter ? { 'retry-after': decodeURIComponent(retryAfter) } : {}),
          location: '/200',
        })
        .end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const courier = createWebhookCourier({ agent: guardedAgent({ allow: ['127.0.0.0/8'] }), secrets: async () => SECRETS });
const call = (path: string, more: object = {}) => ({
  kind: 'webhook' as const,
  request: {
    method: 'POST' as const,
    url: `http://127.0.0.1:${port}/${path}`,
    body: { a: '茶' },
    timeoutMs: 400,
    ...more,
  },
});
const deliver = async (path: string, attempt = 1, more: object = {}): Promise<OutboxResult> =>
  (await handed(courier, [outboxItem(1, call(path, more), { attempt })]))[0]!;

describe('a call', () => {
  it('is signed by Standard Webhooks, with the effect’s key as id and every secret', async () => {
    expect(
      await deliver('200', 1, {
        headers: {
          'x-shop': 'a',
          'webhook-id': 'forged',
          'Webhook-Signature': 'v1,forged',
          'Content-Type': 'text/plain',
        },
      }),
    ).toEqual({
      id: 1,
      at: NOW,
      attempt: 1,
      final: { status: 'delivered', data: { status: 200 } },
    });
    const { headers, body, method } = seen.at(-1)!;
    expect(method).toBe('POST');
    expect(body).toBe('{"a":"茶"}');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-shop': 'a',
      'webhook-id': '1:1:n:1:send',
      'webhook-timestamp': String(NOW / 1000),
    });
    const sign = (secret: string) =>
      `v1,${createHmac('sha256', secret)
        .update(`1:1:n:1:send.${NOW / 1000}.{"a":"茶"}`)
        .digest('base64')}`;
    expect(headers['webhook-signature']).toBe(`${sign('new secret')} ${sign('old secret')}`);
  });

  it.each([408, 425, 429, 503])('answered %d was not acted upon: tried again, then a dead letter', async (status) => {
    const again = await deliver(String(status), 2);
    expect(again).toMatchObject({ reason: `http-${status}` });
    expect('retryAt' in again && again.retryAt - NOW).toBeGreaterThanOrEqual(5_000);
    expect(await deliver(String(status), 6)).toMatchObject({
      dead: true,
      final: { status: 'failed', reason: `http-${status}`, data: { status } },
    });
  });

  it.each([500, 502, 504])('answered %d may have been acted upon: tried again, then unknown', async (status) => {
    expect(await deliver(String(status), 2)).toMatchObject({ reason: `http-${status}`, ambiguousAt: NOW });
    expect(await deliver(String(status), 6)).toMatchObject({ final: { status: 'unknown', reason: `http-${status}` } });
  });

  it.each([301, 302, 307, 400, 401, 404, 410])('answered %d has failed at once', async (status) => {
    expect(await deliver(String(status))).toMatchObject({ final: { status: 'failed', reason: `http-${status}` } });
  });

  it('waits as long as it is asked to, but not for ever', async () => {
    expect(await deliver('429/120')).toMatchObject({ retryAt: NOW + 120_000 });
    expect(await deliver(`503/${encodeURIComponent(new Date(NOW + 300_000).toUTCString())}`)).toMatchObject({
      retryAt: NOW + 300_000,
    });
    // A server whose clock is an hour behind means ten seconds all the same.
    const [theirs, then] = [NOW - 3_600_000, NOW - 3_590_000].map((at) => new Date(at).toUTCString());
    expect(retryAfterMs(then, NOW, theirs)).toBe(10_000);
    expect(retryAfterMs('99999999', NOW)).toBe(86_400_000);
    expect(retryAfterMs('soon', NOW)).toBeUndefined();
    expect(retryAfterMs('-5', NOW)).not.toBeLessThan(0);
  });

  it('that breaks off or hangs is tried again, and unknown in the end', async () => {
    for (const path of ['drop', 'hang']) {
      expect(await deliver(path, 1)).toMatchObject({ retryAt: expect.any(Number) });
      expect(await deliver(path, 6)).toMatchObject({ final: { status: 'unknown' } });
    }
  });

  it('that never connects has failed in the end', async () => {
    const nowhere = { url: 'http://127.0.0.1:1/' };
    expect(await deliver('', 1, nowhere)).toMatchObject({ reason: 'ECONNREFUSED', retryAt: expect.any(Number) });
    expect(await deliver('', 6, nowhere)).toMatchObject({
      dead: true,
      final: { status: 'failed', reason: 'ECONNREFUSED' },
    });
    expect(await deliver('', 1, { ...nowhere, retries: 0 })).toMatchObject({ final: { status: 'failed' } });
  });

  it.each(['http://10.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data/'])(
    'to %s is refused at once',
    async (url) => {
      expect(await deliver('', 1, { url })).toMatchObject({ final: { status: 'failed', reason: 'address-refused' } });
    },
  );

  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'nonsense', 'http://user:pass@127.0.0.1/'])(
    'to %s is refused as an address',
    async (url) => {
      expect(await deliver('', 1, { url })).toMatchObject({
        final: { status: 'failed', reason: expect.stringMatching(/^bad-/) },
      });
    },
  );

  it('does not read a huge answer', async () => {
    expect(await deliver('huge')).toMatchObject({ final: { status: 'delivered' } });
  });
});

it('fails items one by one, never the batch', async () => {
  const items = [200, 404, 503].map((status, index) => outboxItem(index + 1, call(String(status))));
  expect((await handed(courier, items)).map((result) => ('final' in result ? result.final.status : 'later'))).toEqual([
    'delivered',
    'failed',
    'later',
  ]);
});
