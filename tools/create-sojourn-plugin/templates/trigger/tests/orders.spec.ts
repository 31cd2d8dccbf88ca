import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareContext } from '@sojourn/plugin-sdk/engine';
import { orders } from '../src/orders.ts';

const ctx = bareContext({ nodeId: 'source' });
const told = (body: { readonly [name: string]: string | number }) =>
  orders.receive?.(ctx, { config: { minimum: 10 }, request: { headers: {}, query: {}, body } });

test('an order that another system tells becomes one event with a stable id', async () => {
  const brought = await told({ id: '10', customer: 'ana', total: 30, at: 1_772_355_800_000 });
  assert.equal(brought?.events[0]?.id, 'order-10');
});

test('small orders and nonsense bring nothing', async () => {
  assert.deepEqual(await told({ id: '10', customer: 'ana', total: 3, at: 1 }), { events: [] });
  assert.deepEqual(await told({ hello: 'world' }), { events: [] });
});
