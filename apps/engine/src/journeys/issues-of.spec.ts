import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

const [db] = testDatabases();
let api: TestApi;
beforeAll(async () => void (api = await testApi(await db!.open())));
afterAll(async () => {
  await api.close();
  await db!.close();
});

const at = { x: 0, y: 0 };
function drawing(node: object, outcome: string): object {
  return {
    schemaVersion: 1,
    name: 'Issues',
    entry: { position: at, rules: [{ id: 'in', kind: 'event', event: 'signed_up' }], reentry: { mode: 'once' } },
    exits: [],
    nodes: [{ id: 'n', position: at, ...node }, { id: 'x', type: 'exit', config: {}, position: at }], // prettier-ignore
    edges: [
      { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'n' },
      { id: 'e2', from: { node: 'n', outcome }, to: 'x' },
    ],
  };
}

async function errorsOf(document: object): Promise<{ code: string; pointer: string; nodeId: string }[]> {
  const { body } = await api.owner.agent.post('/api/journeys').send({ name: 'Issues', document }).expect(201);
  const published = await api.owner.agent.post(`/api/journeys/${body.id}/publish`).send({ revision: body.revision });
  const issues = (published.status === 422 ? published.body.error.details.issues : []) as never;
  return (issues as { severity: string; code: string; pointer: string; nodeId: string }[])
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer, nodeId }) => ({ code, pointer, nodeId }));
}

it('refuses a coupon from a pool that the workspace does not have, and takes it once it has', async () => {
  const document = drawing({ type: 'coupon', config: { pool: 'spring' } }, 'issued');
  expect(await errorsOf(document)).toEqual([
    { code: 'reference.no-coupon-pool', pointer: '/nodes/0/config/pool', nodeId: 'n' },
  ]);
  await api.owner.agent.post('/api/coupon-pools').send({ name: 'spring', perContactLimit: 1 }).expect(201);
  expect(await errorsOf(document)).toEqual([]);
});

it('refuses a collectible from a collection that is not there', async () => {
  const document = drawing({ type: 'nft-reward', config: { collection: 'moon', waitMinutes: 5 } }, 'minted');
  expect(await errorsOf(document)).toEqual([
    { code: 'reference.no-collection', pointer: '/nodes/0/config/collection', nodeId: 'n' },
  ]);
});

it('refuses a message whose template cannot be read, and points to the field', async () => {
  const config = { channel: 'inbox', subject: 'Hi', body: 'Hello {{ contact.name', format: 'text' };
  expect(await errorsOf(drawing({ type: 'message', config }, 'delivered'))).toEqual([
    { code: 'content.bad-liquid', pointer: '/nodes/0/config/body', nodeId: 'n' },
  ]);
});
