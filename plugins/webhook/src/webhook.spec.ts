import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const webhook = driver(manifest, node);
const config = { url: 'https://shop.example/hook', method: 'POST' };
const ana = () =>
  visit()
    .at('2026-03-01T09:00', 'UTC')
    .withContact({ id: 7, email: 'ana@example.test' })
    .withAttributes({ points: 12, nested: { list: [1] } })
    .withVariables({ coupon: { code: 'A-1' } });
const bodyOf = (fields: { name: string; value: string }[], of = ana()) =>
  (webhook.one({ ...config, fields }, of) as unknown as { effects: { request: { body: unknown } }[] }).effects[0]!
    .request.body;

it('has a manifest in both languages', () => expect(checkPluginManifest(plugin)).toEqual([]));

describe('on arrival', () => {
  it('hands the call over with headers, limits and the whole story', () => {
    const call = { ...config, headers: [{ name: 'X-Shop', value: 'a' }], timeoutSeconds: 3, retries: 2 };
    expect(webhook.one(call, ana().enteredBy(event('Order Completed', { total: 12 })))).toMatchObject({
      do: 'wait',
      effects: [
        {
          kind: 'webhook',
          request: {
            url: 'https://shop.example/hook',
            method: 'POST',
            headers: { 'X-Shop': 'a' },
            timeoutMs: 3000,
            retries: 2,
            body: {
              at: '2026-03-01T09:00:00.000Z',
              contact: { id: 7, email: 'ana@example.test', attributes: { points: 12 } },
              event: { type: 'Order Completed', properties: { total: 12 } },
              variables: { coupon: { code: 'A-1' } },
            },
          },
        },
      ],
    });
  });

  it('fills fields: alone with the type, in text as text, missing as null or nothing', () => {
    const fields = [
      { name: 'points', value: '{{ contact.attributes.points }}' },
      { name: 'line', value: 'Code {{variables.coupon.code}} for {{ contact.attributes.points }}{{ contact.phone }}' },
      { name: 'list', value: '{{ contact.attributes.nested.list }}' },
      { name: 'none', value: '{{ contact.attributes.toString }}' },
      { name: 'fixed', value: 'eu' },
    ];
    expect(bodyOf(fields)).toEqual({ points: 12, line: 'Code A-1 for 12', list: [1], none: null, fixed: 'eu' });
  });

  it('takes any name for a field, even an odd one', () => {
    expect(JSON.stringify(bodyOf([{ name: '__proto__', value: 'x' }]))).toBe('{"__proto__":"x"}');
  });

  it.each(['webhook-signature', 'Host', 'Content-Length', 'a b', 'x\ny'])(
    'refuses the header %j, which is not its to set',
    (name) => {
      expect(() => webhook.one({ ...config, headers: [{ name, value: 'v' }] }, ana())).toThrow();
    },
  );

  it.each(['ftp://x', 'javascript:alert(1)', 'https:// x', ''])('refuses the address %j', (url) => {
    expect(() => webhook.one({ ...config, url }, ana())).toThrow();
  });
});

it('leaves by the receipt, with the status for later nodes', () => {
  const after = (receipt: Parameters<ReturnType<typeof visit>['wokenByReceipt']>[0]) =>
    webhook.one(config, ana().wokenByReceipt(receipt));
  expect(after({ status: 'delivered', data: { status: 202 } })).toMatchObject({
    outcome: 'delivered',
    output: { webhook: { status: 202 } },
  });
  expect(after({ status: 'failed', reason: 'http-404', data: { status: 404 } })).toMatchObject({
    outcome: 'failed',
    output: { webhook: { status: 404 } },
    why: { code: 'failed', params: { reason: 'http-404' } },
  });
  expect(after({ status: 'unknown', reason: 'timeout' })).toMatchObject({
    outcome: 'failed',
    output: { webhook: { status: null } },
    why: { code: 'unknown' },
  });
});
