import type { GuestHost, PluginNodeType } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import { expect, it } from 'vitest';
import type { Bundle } from './bundle.js';
import { inProcess } from './declarative.js';

const label = { en: 'x', 'zh-CN': '甲' };
const spec = {
  type: 'w',
  outcomes: [{ id: 'told', label, role: 'success' }],
  declarative: {
    request: { method: 'GET', url: 'https://api.acme.test/v1/x' },
    outcomes: [{ status: '*', outcome: 'told', why: 'told', output: { said: 'said' } }],
  },
};
const item = { key: 0, runId: 1, visit: 1, at: 0, arrivedAt: 0, timeZone: 'UTC', contact: { id: 1, attributes: {}, tags: [] }, variables: {}, wake: { kind: 'arrived' }, history: {} }; // prettier-ignore

async function heardOf(said: Json) {
  const host: GuestHost = (calls) => Promise.resolve(calls.map(() => ({ ok: { status: 200, headers: {}, body: { said } } }))); // prettier-ignore
  const type = { spec } as unknown as PluginNodeType;
  const { results } = await inProcess(type, { manifest: { texts: {} } } as unknown as Bundle, { nodeId: 'n', config: {}, items: [item as never] }, host); // prettier-ignore
  return results[0];
}

it('what another system answers a node without code is as wholesome as what comes out of the sandbox', async () => {
  const said = JSON.parse('{"a":"\\ud800\\u0000x","__proto__":{"isAdmin":true},"__proto__\\u0000":1,"constructor":{}}') as Json; // prettier-ignore
  const result = await heardOf(said);
  expect(result).toMatchObject({ status: 'ok', value: { outcome: 'told', output: { said: { a: '\ufffdx' } } } });
  expect(JSON.stringify(result)).not.toMatch(/isAdmin|__proto__|constructor/);
});

it('and as bounded', async () => {
  expect(await heardOf('['.repeat(50) + ']'.repeat(50))).toMatchObject({ status: 'ok' });
  expect(await heardOf(JSON.parse('['.repeat(50) + ']'.repeat(50)) as Json)).toMatchObject({ status: 'limit' });
  expect(await heardOf(Array.from({ length: 6_000 }, () => 0))).toMatchObject({ status: 'limit' });
});
