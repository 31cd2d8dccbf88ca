import type { OpenAPIObject } from '@nestjs/swagger';
import { emptyDocument } from '@sojourn/journey';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../http/openapi-document.js';
import type { Access } from '../http/operation.js';
import { testApi, type Person, type TestApi } from '../testing.js';
import { mayActAs, type Role } from './roles.js';

const document: OpenAPIObject = await openApiDocument();
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

/** Every operation that the engine offers, out of its own description. */
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method] as (Record<string, unknown> & { operationId: string }) | undefined;
    return operation
      ? [{ id: operation.operationId, method, path, access: operation['x-access'] as Access | undefined }]
      : [];
  }),
);
const [db] = testDatabases();
let api: TestApi;
let stranger: Person;
const people = new Map<Role, Person>();
/** Rows of the owner's workspace, by the part of the path that names them. */
const rows: Record<string, number> = {};

beforeAll(async () => {
  api = await testApi(await db!.open()); // SQLite is always there
  people.set('owner', api.owner);
  for (const role of ['admin', 'editor', 'viewer'] as const) people.set(role, await api.person(role));
  stranger = await api.stranger();
  const make = async (path: string, body: object): Promise<number> =>
    (await api.owner.agent.post(path).send(body).expect(201)).body.id;
  rows['journeys'] = await make('/api/journeys', { name: 'J' });
  rows['contacts'] = await make('/api/contacts', { externalId: 'u' });
  rows['coupon-pools'] = await make('/api/coupon-pools', { name: 'P' });
  rows['collections'] = await make('/api/collections', { name: 'C' });
  rows['api-keys'] = await make('/api/api-keys', { name: 'K', kind: 'write' });
});
afterAll(async () => {
  await api.close();
  await db!.close();
});

/** Sends nothing useful: whoever passes the door is told so by anything but 401 and 403. */
function knock(person: Person | undefined, method: Method, path: string) {
  const noun = path.split('/')[2] ?? '';
  const address = path.replace('{id}', String(rows[noun] ?? 1)).replace('{number}', '1');
  return (person?.agent ?? api.anyone())[method](address).send(method === 'get' ? undefined : {});
}
const isShut = (status: number): boolean => status === 401 || status === 403;

/** Would end the session of the person who knocks, or take away what later rows need. */
const ENDS = new Set(['signOut', 'deleteJourney', 'revokeApiKey']);

it('every operation declares who may', () =>
  expect(operations.filter(({ access }) => access === undefined)).toEqual([]));

const guarded = operations.filter(({ access }) => access !== 'anyone');

it.each(guarded)('$method $path is shut to nobody', async ({ method, path }) => {
  expect((await knock(undefined, method, path)).status).toBe(401);
});

it.each(guarded.filter(({ id, access }) => access !== 'user' && !ENDS.has(id)))(
  '$method $path is open to the roles from $access up, and shut to the others',
  async ({ method, path, access }) => {
    for (const [role, person] of people) {
      const { status } = await knock(person, method, path);
      const wanted = mayActAs(role, access as Role) ? 'open' : 'shut';
      expect(`${role}: ${isShut(status) ? 'shut' : 'open'}`).toBe(`${role}: ${wanted}`);
      expect(status).toBeLessThan(500);
    }
  },
);

it.each(guarded.filter(({ path }) => path.includes('{id}')))(
  '$method $path tells another tenant nothing',
  async ({ method, path }) => {
    const { status, body } = await knock(stranger, method, path);
    // What is sent here breaks the rules of most writes, which is noticed before the row is looked for.
    expect([404, 422]).toContain(status);
    if (status === 422) expect(body.error.code).toBe('request.invalid');
  },
);

describe('another tenant with proper input', () => {
  const proper: readonly { readonly method: Method; readonly path: string; readonly body?: Record<string, unknown> }[] =
    [
      { method: 'put', path: '/api/journeys/{id}/draft', body: { revision: 1, document: emptyDocument('Stolen') } },
      { method: 'post', path: '/api/journeys/{id}/publish', body: { revision: 1 } },
      { method: 'post', path: '/api/journeys/{id}/entries', body: { userIds: ['u'] } },
      { method: 'patch', path: '/api/contacts/{id}', body: { name: 'Stolen' } },
      { method: 'patch', path: '/api/coupon-pools/{id}', body: { name: 'Stolen' } },
      { method: 'post', path: '/api/coupon-pools/{id}/codes', body: { codes: ['A'] } },
      { method: 'post', path: '/api/coupon-pools/{id}/redeem', body: { code: 'A' } },
      { method: 'delete', path: '/api/journeys/{id}' },
      { method: 'delete', path: '/api/api-keys/{id}' },
    ];
  it.each(proper)('$method $path finds nothing', async ({ method, path, body }) => {
    const address = path.replace('{id}', String(rows[path.split('/')[2] ?? '']));
    expect((await stranger.agent[method](address).send(body)).status).toBe(404);
  });

  it('no message is rendered for a contact of another workspace', async () => {
    const content = { body: '{{ contact.email }}', format: 'text' };
    const preview = stranger.agent.post('/api/messages/preview');
    await preview.send({ channel: 'inbox', content, contactId: rows['contacts'] }).expect(404);
  });

  it('lists are empty', async () => {
    for (const path of [
      '/api/journeys',
      '/api/contacts',
      '/api/coupon-pools',
      '/api/collections',
      '/api/inbox',
      '/api/api-keys',
    ])
      expect((await stranger.agent.get(path).expect(200)).body.items, path).toEqual([]);
    expect((await stranger.agent.get('/api/overview').expect(200)).body.contacts).toBe(0);
    const everyone = { condition: { op: 'all', conditions: [] } };
    expect((await stranger.agent.post('/api/segments/preview').send(everyone).expect(200)).body.count).toBe(0);
    expect((await api.owner.agent.post('/api/segments/preview').send(everyone).expect(200)).body.count).toBe(1);
  });
});

it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
