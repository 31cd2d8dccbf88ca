import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

const [db] = testDatabases();
let api: TestApi;
let key: string;
let journeyId: number;
beforeAll(async () => {
  api = await testApi(await db!.open()); // SQLite is always there
  key = (await api.owner.agent.post('/api/api-keys').send({ name: 'shop', kind: 'write' }).expect(201)).body.key;
  journeyId = (await api.owner.agent.post('/api/journeys').send({ name: 'J' }).expect(201)).body.id;
});
afterAll(async () => {
  await api.close();
  await db!.close();
});

const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

interface Bad {
  readonly what: string;
  readonly send: readonly ['get' | 'post' | 'put' | 'patch' | 'delete', string | (() => string), (object | string)?];
  readonly headers?: Record<string, string>;
  /** By the owner unless it goes to /v1, which takes the write key. */
  readonly by?: 'anyone';
  readonly answers: readonly [number, string];
  readonly pointer?: string;
}

/** What people and programs send by mistake or in malice, and exactly what they are told. */
const BAD: readonly Bad[] = [
  { what: 'a body that is not JSON', send: ['post', '/api/journeys', '{"name": '], answers: [400, 'request.not-json'] },
  {
    what: 'a form',
    send: ['post', '/api/journeys', 'name=x'],
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    answers: [415, 'request.content-type'],
  },
  {
    what: 'a body of six megabytes',
    send: ['post', '/api/segments/preview', JSON.stringify({ condition: 'x'.repeat(6_000_000) })],
    answers: [413, 'request.too-large'],
  },
  {
    what: 'seventy levels of nesting',
    send: ['post', '/api/segments/preview', `{"condition":${nested(70)}}`],
    answers: [422, 'request.too-deep'],
  },
  {
    what: 'a hundred thousand open brackets',
    send: ['post', '/api/journeys', '['.repeat(100_000)],
    answers: [422, 'request.too-deep'],
  },
  {
    what: 'plain text that claims to be gzip',
    send: ['post', '/api/journeys', '{"name":"x"}'],
    headers: { 'content-encoding': 'gzip' },
    answers: [400, 'request.not-compressed'],
  },
  {
    what: 'an unknown encoding',
    send: ['post', '/api/journeys', '{"name":"x"}'],
    headers: { 'content-encoding': 'lzma' },
    answers: [415, 'request.encoding'],
  },
  { what: 'an unknown route', send: ['get', '/api/unicorns'], answers: [404, 'request.no-such-route'] },
  { what: 'a broken % in the address', send: ['get', '/api/journeys/%zz'], answers: [400, 'request.bad-path'] },
  {
    what: 'a name where an id belongs',
    send: ['get', '/api/journeys/abc'],
    answers: [422, 'request.invalid'],
    pointer: '/id',
  },
  {
    what: 'an id beyond safe integers',
    send: ['get', '/api/contacts/99999999999999999'],
    answers: [422, 'request.invalid'],
    pointer: '/id',
  },
  { what: 'an id of nobody', send: ['get', '/api/contacts/123456'], answers: [404, 'contact.not-found'] },
  {
    what: 'a missing property',
    send: ['post', '/api/journeys', {}],
    answers: [422, 'request.invalid'],
    pointer: '/name',
  },
  {
    what: 'an unknown property',
    send: ['post', '/api/journeys', { name: 'x', colour: 'red' }],
    answers: [422, 'request.invalid'],
    pointer: '/colour',
  },
  {
    what: 'a list for a text',
    send: ['post', '/api/journeys', { name: ['x'] }],
    answers: [422, 'request.invalid'],
    pointer: '/name',
  },
  { what: 'a list for the body', send: ['post', '/api/journeys', '[]'], answers: [422, 'request.invalid'] },
  {
    what: 'a document of another format',
    send: ['post', '/api/journeys', { name: 'x', document: { steps: [] } }],
    answers: [422, 'journey.unreadable'],
  },
  {
    what: 'an old revision',
    send: [
      'put',
      () => `/api/journeys/${journeyId}/draft`,
      {
        revision: 7,
        document: {
          schemaVersion: 1,
          name: 'J',
          entry: { position: { x: 0, y: 0 }, rules: [], reentry: { mode: 'once' } },
          exits: [],
          nodes: [],
          edges: [],
        },
      },
    ],
    answers: [409, 'journey.stale-revision'],
  },
  {
    what: 'publishing an empty drawing',
    send: ['post', () => `/api/journeys/${journeyId}/publish`, { revision: 1 }],
    answers: [422, 'journey.invalid'],
  },
  {
    what: 'pausing a draft',
    send: ['post', () => `/api/journeys/${journeyId}/pause`],
    answers: [409, 'journey.wrong-state'],
  },
  {
    what: 'admitting to a draft',
    send: ['post', () => `/api/journeys/${journeyId}/entries`, { userIds: ['u'] }],
    answers: [409, 'journey.not-live'],
  },
  {
    what: 'a condition that is none',
    send: ['post', '/api/segments/preview', { condition: { op: 'sql', text: '1=1' } }],
    answers: [422, 'rules.invalid'],
  },
  {
    what: 'a list where each is an object',
    send: ['put', '/api/plugins/acme.weather/grant', { capabilities: [[]] }],
    answers: [422, 'request.invalid'],
    pointer: '/capabilities',
  },
  {
    what: 'an address that is no e-mail',
    send: ['post', '/api/contacts', { email: 'nobody' }],
    answers: [422, 'request.invalid'],
    pointer: '/email',
  },
  {
    what: 'a zone that is none',
    send: ['patch', '/api/workspace', { timeZone: 'Mars/Olympus' }],
    answers: [422, 'request.invalid'],
    pointer: '/timeZone',
  },
  {
    what: 'a page size beyond the limit',
    send: ['get', '/api/contacts?limit=5000'],
    answers: [422, 'request.invalid'],
    pointer: '/limit',
  },
  {
    what: 'a made-up cursor',
    send: ['get', "/api/contacts?cursor='; DROP TABLE contact"],
    answers: [422, 'request.invalid'],
    pointer: '/cursor',
  },
  {
    what: 'a repeated query parameter',
    send: ['get', '/api/contacts?search=a&search=b'],
    answers: [422, 'request.invalid'],
    pointer: '/search',
  },
  {
    what: 'a period that ends before it begins',
    send: ['post', '/api/coupon-pools', { name: 'P', validFrom: 2_000, validUntil: 1_000 }],
    answers: [422, 'request.invalid'],
    pointer: '/validUntil',
  },
  {
    what: 'neither codes nor an order to generate',
    send: ['post', '/api/coupon-pools/1/codes', {}],
    answers: [404, 'coupon.pool-not-found'],
  },
  {
    what: 'a collection on a chain without a chain',
    send: ['post', '/api/collections', { name: 'C', provider: 'evm' }],
    answers: [422, 'request.invalid'],
    pointer: '/chain',
  },
  {
    what: 'a line break in a sender',
    send: ['put', '/api/settings/mail', { host: 'h', port: 25, secure: false, from: 'a@b.c\nBcc: x@y.z' }],
    answers: [422, 'request.invalid'],
    pointer: '/from',
  },
  {
    what: 'a test mail without a server',
    send: ['post', '/api/settings/mail/test', { to: 'a@b.c' }],
    answers: [409, 'mail.not-configured'],
  },
  {
    what: 'a short password',
    send: ['put', '/api/session/password', { password: 'short' }],
    answers: [422, 'request.invalid'],
    pointer: '/password',
  },
  {
    what: 'half a sign-in',
    send: ['post', '/api/session', { email: 'a@b.c' }],
    by: 'anyone',
    answers: [422, 'request.invalid'],
    pointer: '/password',
  },
  {
    what: 'a forged session',
    send: ['get', '/api/session'],
    by: 'anyone',
    headers: { cookie: 'sojourn_session=forged' },
    answers: [401, 'access.signed-out'],
  },
  {
    what: 'a forged key',
    send: ['get', '/api/journeys'],
    by: 'anyone',
    headers: { authorization: 'Bearer sk_forged' },
    answers: [401, 'access.unknown-key'],
  },
  {
    what: 'a call without a key',
    send: ['post', '/v1/track', { userId: 'u', event: 'E' }],
    by: 'anyone',
    answers: [401, 'ingest.no-key'],
  },
  {
    what: 'a call with an unknown key',
    send: ['post', '/v1/track', { userId: 'u', event: 'E', writeKey: 'wk_no' }],
    by: 'anyone',
    answers: [401, 'ingest.unknown-key'],
  },
  { what: 'a track without a name', send: ['post', '/v1/track', { userId: 'u' }], answers: [400, 'ingest.no-event'] },
  { what: 'a track of nobody', send: ['post', '/v1/track', { event: 'E' }], answers: [400, 'ingest.no-user'] },
  {
    what: 'a name of 300 characters',
    send: ['post', '/v1/track', { userId: 'u', event: 'E'.repeat(300) }],
    answers: [400, 'ingest.event-too-long'],
  },
  {
    what: 'an event of the engine’s own',
    send: ['post', '/v1/track', { userId: 'u', event: '$contact_updated' }],
    answers: [400, 'ingest.reserved-event'],
  },
  {
    what: 'properties that are a list',
    send: ['post', '/v1/track', { userId: 'u', event: 'E', properties: [1] }],
    answers: [400, 'ingest.bad-shape'],
  },
  {
    what: 'an object for a name',
    send: ['post', '/v1/identify', { userId: { $ne: 1 } }],
    answers: [400, 'ingest.bad-name'],
  },
  {
    what: 'a call of 40 KB',
    send: ['post', '/v1/track', { userId: 'u', event: 'E', properties: { t: 'x'.repeat(40_000) } }],
    answers: [413, 'ingest.item-too-large'],
  },
  {
    what: 'a batch of 600 KB',
    send: ['post', '/v1/batch', { batch: Array.from({ length: 60 }, () => ({ t: 'x'.repeat(10_000) })) }],
    answers: [413, 'request.too-large'],
  },
  {
    what: 'a batch of 1,001 calls',
    send: ['post', '/v1/batch', { batch: Array.from({ length: 1_001 }, () => ({})) }],
    answers: [413, 'ingest.batch-too-long'],
  },
  {
    what: 'a batch of bad calls only',
    send: ['post', '/v1/batch', { batch: [{}, 1] }],
    answers: [400, 'ingest.all-rejected'],
  },
  { what: 'an empty batch', send: ['post', '/v1/batch', { batch: [] }], answers: [400, 'ingest.no-batch'] },
  {
    what: 'a call nested 40 deep',
    send: ['post', '/v1/track', `{"userId":"u","event":"E","properties":${nested(40)}}`],
    answers: [422, 'request.too-deep'],
  },
];

it.each(BAD)(
  '$what: $answers',
  async ({ send: [method, path, body], headers = {}, by, answers: [status, code], pointer }) => {
    const url = typeof path === 'string' ? path : path();
    const agent = by === 'anyone' || url.startsWith('/v1') ? api.anyone() : api.owner.agent;
    let request = agent[method](url.replaceAll(' ', '%20'))
      .set(typeof body === 'string' ? { 'content-type': 'application/json' } : {})
      .set(headers);
    if (url.startsWith('/v1') && by !== 'anyone') request = request.auth(key, '');
    const answer = await request.send(body);
    expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const { message, details } = answer.body.error;
    expect(message.en).not.toMatch(/\bat .*:\d+:\d+|node_modules|SQLITE|ER_/);
    expect(message['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    if (pointer) expect(details.issues.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
  },
);

it('nothing unexpected was logged', () => expect(api.errors).toEqual([]));
