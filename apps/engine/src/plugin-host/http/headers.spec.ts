import { expect, it } from 'vitest';
import { checkedHeaders } from './headers.js';

const reserved = new Set(['idempotency-key', 'authorization']);

it.each([
  'X-HTTP-Method-Override', 'x-http-method', 'X-Method-Override', 'x_http_method_override', 'X-Original-URL', 'X-Rewrite-URL', 'X-Original-Host', 'X-Host', 'X-HTTP-Host-Override',
  'X-Forwarded-Host', 'X-Forwarded', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP', 'CF-Connecting-IP', 'Proxy', 'Proxy-Authorization', 'Sec-Fetch-Site', 'Content_Length', 'transfer_encoding', 'idempotency_key', 'Authorization',
])('%s is no plugin’s', (name) => expect(checkedHeaders({ [name]: 'x' }, reserved)).toMatch(/^the header "/)); // prettier-ignore

it.each(['Content-Type', 'Accept', 'X-Api-Key', 'X-Acme-Method', 'X-Hostname', 'If-Match', 'Range', 'Cookie'])('%s is', (name) =>
  expect(checkedHeaders({ [name]: 'x' }, reserved)).toEqual({ [name.toLowerCase()]: 'x' })); // prettier-ignore
