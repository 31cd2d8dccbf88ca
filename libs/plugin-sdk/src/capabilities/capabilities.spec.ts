import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capability, HttpMethod, KvScope } from '../capability.js';
import { covers } from './covers.js';
import { allowsEvent, allowsField, messagesAllowed } from './fields.js';
import { allowsHttp, pathFits } from './http-target.js';
import { narrowed } from './narrowed.js';

const reason = { en: 'r', 'zh-CN': '因' };
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }); // prettier-ignore
const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const FIELDS = ['email', 'tags', 'attributes.*', 'attributes.a', 'attributes.a.b', 'attributes.ab', 'variables.*', 'event', 'events.*', 'events.a', 'events.a.b']; // prettier-ignore
const HOSTS = ['api.acme.test', '*.acme.test', '*.eu.acme.test', 'x.eu.acme.test', 'acme.test', 'evilacme.test', '*.test', 'API.acme.test', 'api.acme.test:8443', '*', '*.', '10.0.0.1']; // prettier-ignore
const PATHS = ['/*', '/v1/*', '/v1/users', '/v1/users/*', '/v1', '/v10/*', '/'];
const capability: fc.Arbitrary<Capability> = fc.oneof(
  fc.record({ kind: fc.constant('http' as const), hosts: some(...HOSTS), methods: some(...METHODS), paths: some(...PATHS), reason: fc.constant(reason) }), // prettier-ignore
  fc.record({ kind: fc.constantFrom('contacts.read' as const, 'contacts.write' as const), fields: some(...FIELDS), reason: fc.constant(reason) }), // prettier-ignore
  fc.record({ kind: fc.constant('messages.send' as const), channels: some('mail', 'sms'), perContactPerDay: fc.integer({ min: 0, max: 3 }), reason: fc.constant(reason) }), // prettier-ignore
  fc.record({ kind: fc.constant('kv' as const), scopes: some<KvScope>('workspace', 'contact', 'node'), quotaKb: fc.integer({ min: 1, max: 9 }), reason: fc.constant(reason) }), // prettier-ignore
  fc.record({ kind: fc.constant('events.emit' as const), names: some('a', 'b'), reason: fc.constant(reason) }),
  fc.record({ kind: fc.constantFrom('coupons' as const, 'webhooks' as const), reason: fc.constant(reason) }),
);
const list = fc.array(capability, { maxLength: 4 });

describe('what is both asked for and granted', () => {
  const hosts = [...HOSTS.filter((host) => !host.includes('*')), 'b.eu.acme.test', 'api.acme.test.', 'xn--80ak6aa92e.test', '[::1]', 'u:p@api.acme.test']; // prettier-ignore
  const paths = ['/', '/v1', '/v1/', '/v1/users', '/v1/users/7', '/v10/x', '/v1/../admin', '/v1/%2e%2e/admin', '/v1/..%2fadmin', '/v1//x', '/v1/users?q=/v10/']; // prettier-ignore

  it('lets a request go exactly when both sides do', () => {
    fc.assert(
      fc.property(list, list, fc.constantFrom(...METHODS), fc.constantFrom(...hosts), fc.constantFrom(...paths), (asked, granted, method, host, path) => {
        const request = { method, url: new URL(`https://${host}${path}`) };
        expect(allowsHttp(narrowed(asked, granted), request)).toBe(allowsHttp(asked, request) && allowsHttp(granted, request)); // prettier-ignore
      }), // prettier-ignore
      { numRuns: 3_000 },
    );
  });

  it('lets a field, an event and a message go exactly when both sides do', () => {
    const field = fc.constantFrom(...FIELDS, 'attributes.a.b.c', 'attributes.abc', 'phone', 'events.b', 'variables.x');
    fc.assert(
      fc.property(list, list, field, fc.constantFrom('contacts.read' as const, 'contacts.write' as const), (asked, granted, one, kind) => {
        const both = narrowed(asked, granted);
        const [wanted, given] = [asked, granted].map((side) => allowsField(side, kind, one));
        expect(allowsField(both, kind, one)).toBe(wanted && given);
        for (const name of ['a', 'b']) expect(allowsEvent(both, name)).toBe(allowsEvent(asked, name) && allowsEvent(granted, name)); // prettier-ignore
        for (const channel of ['mail', 'sms']) expect(messagesAllowed(both, channel)).toBe(Math.min(messagesAllowed(asked, channel), messagesAllowed(granted, channel))); // prettier-ignore
      }), // prettier-ignore
      { numRuns: 1_000 },
    );
  });

  it('is the whole of what a wider one covers', () => {
    fc.assert(
      fc.property(capability, capability, fc.constantFrom(...METHODS), fc.constantFrom(...hosts), fc.constantFrom(...paths), (wide, narrow, method, host, path) => {
        fc.pre(covers(wide, narrow));
        const request = { method, url: new URL(`https://${host}${path}`) };
        if (allowsHttp([narrow], request)) expect(allowsHttp([wide], request)).toBe(true);
        for (const field of [...FIELDS, 'attributes.a.b.c', 'events.b'])
          for (const kind of ['contacts.read', 'contacts.write'] as const)
            if (allowsField([narrow], kind, field)) expect(allowsField([wide], kind, field)).toBe(true);
        expect(allowsHttp(narrowed([narrow], [wide]), request)).toBe(allowsHttp([narrow], request));
      }), // prettier-ignore
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['*.acme.test', 'api.acme.test', true],
    ['*.acme.test', 'a.b.acme.test', true],
    ['*.acme.test', 'acme.test', false],
    ['*.acme.test', 'evilacme.test', false],
    ['*.acme.test', '*.eu.acme.test', true],
    ['api.acme.test', '*.acme.test', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    const http = (host: string): Capability => ({ kind: 'http', hosts: [host], methods: ['GET'], paths: ['/*'], reason }); // prettier-ignore
    expect(covers(http(wide), http(narrow))).toBe(expected);
  });

  it('is the same when narrowed again, and nothing when nothing is granted', () => {
    fc.assert(
      fc.property(list, list, (asked, granted) => {
        expect(narrowed(asked, [])).toEqual([]);
        const request = { method: 'GET' as const, url: new URL('https://x.eu.acme.test/v1/users') };
        const once = narrowed(asked, granted);
        expect(allowsHttp(narrowed(once, granted), request)).toBe(allowsHttp(once, request));
      }),
    );
  });
});

it.each([
  '/v1/../admin', '/v1/%2e%2e/admin', '/v1/..%2fadmin', '/v1/..%5cadmin', '/v1/%252e%252e/admin', '/v1/%25252e./admin', '/v1/..;/admin', '/v1/..;a=b/admin', '/v1/..%3b/admin', '/v1/..%00/admin', '/v1/..%20/admin',
  '/v1/%c0%ae%c0%ae/admin', '/v1/%u002e%u002e/admin', '/v1/%ef%bc%8e%ef%bc%8e/admin', '/v1/.%09./admin', '/v1/..%c0%afadmin', '/v1/x%0d%0ay', '/v1',
])('%s is not below /v1/*', (path) => expect(pathFits('/v1/*', new URL(`https://api.acme.test${path}`).pathname)).toBe(false)); // prettier-ignore

it.each(['/v1/', '/v1/users/7', '/v1/a.b', '/v1/..a', '/v1/50%25', '/v1/%E4%BD%A0%E5%A5%BD', '/v1/a;b=c', '/v1/a%20b'])(
  '%s is',
  (path) => expect(pathFits('/v1/*', new URL(`https://api.acme.test${path}`).pathname)).toBe(true),
);
