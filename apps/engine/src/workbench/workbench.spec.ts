import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../testing.js';

const at = { x: 0, y: 0 };
const SOURCE = `const spend = contact.attributes.spend ?? 0;
log('spend', spend);
return { outcome: spend >= 1000 ? 'high' : 'low', set: { tier: 'gold' }, tags: { add: ['seen'] }, variables: { spend } };`;
const OUTCOMES = [
  { id: 'high', label: 'High' },
  { id: 'low', label: 'Low' },
];

/** By event, past a coupon, to the script; and to it from the entry as well when `straight`. */
function drawing({
  straight = false,
  source = SOURCE,
  reads,
}: { straight?: boolean; source?: string; reads?: string[] } = {}): JourneyDocument {
  const config = { source, outcomes: OUTCOMES, timeoutMs: 250, memoryMb: 32, ...(reads && { reads }) };
  return {
    ...emptyDocument('Bought'),
    entry: {
      position: at,
      rules: [
        { id: 'bought', kind: 'event', event: 'Order Completed' },
        ...(straight ? [{ id: 'api', kind: 'api' } as const] : []),
      ],
      reentry: { mode: 'always' },
    },
    nodes: [
      { id: 'gift', type: 'coupon', config: { pool: 'Welcome' }, position: at },
      { id: 'judge', type: 'code', config, position: at },
      { id: 'label', type: 'update-contact', config: { set: [{ attribute: 'segmentName', type: 'text', value: 'x' }], unset: [], addTags: [], removeTags: [] }, position: at }, // prettier-ignore
    ],
    edges: [
      { id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'label' },
      { id: 'e2', from: { node: 'label', outcome: 'done' }, to: 'gift' },
      { id: 'e3', from: { node: 'gift', outcome: 'issued' }, to: 'judge' },
      ...(straight ? [{ id: 'e4', from: { node: 'gift', outcome: 'soldOut' }, to: 'judge' }] : []),
    ],
  };
}

describe.each(testDatabases())('the workbench on $name', (db) => {
  let api: TestApi;
  let ids: Record<string, number>;
  let journey: number;

  const run = async (body: object, status = 200) =>
    (await api.owner.agent.post('/api/workbench/run').send(body).expect(status)).body;
  const script = (source: string, more: object = {}) => run({ script: { source, outcomes: OUTCOMES, ...more }, contacts: { newest: 10 } }); // prettier-ignore
  const typings = async (document?: object) =>
    (await api.owner.agent.post('/api/workbench/typings').send({ journey, node: 'judge', document }).expect(200)).body;

  beforeAll(async () => {
    api = await testApi(await db.open());
    const add = async (body: object): Promise<number> =>
      (await api.owner.agent.post('/api/contacts').send(body).expect(201)).body.id;
    ids = {
      ana: await add({ externalId: 'ana', name: 'Ana', email: 'ana@example.test', tags: ['vip'], attributes: { spend: 1500, address: { city: 'Hangzhou' }, 'odd name': true } }), // prettier-ignore
      bo: await add({ externalId: 'bo', attributes: { spend: 20 } }),
    };
    journey = (await api.owner.agent.post('/api/journeys').send({ name: 'J', document: drawing() }).expect(201)).body.id; // prettier-ignore
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  it('runs a script on the newest contacts, and writes nothing', async () => {
    const { contacts, totals } = await script(SOURCE);
    expect(contacts).toMatchObject([
      { id: ids['bo'], name: 'bo', outcome: 'low', log: ['spend 20'], output: { spend: 20 }, error: null },
      {
        id: ids['ana'],
        name: 'Ana',
        verb: 'to',
        outcome: 'high',
        changes: { set: { tier: 'gold' }, addTags: ['seen'], unset: [], removeTags: [] },
        log: ['spend 1500'],
      },
    ]);
    expect(totals).toMatchObject({ contacts: 2, errors: 0, outcomes: { high: 1, low: 1 } });
    expect(totals.usPerContact).toBeGreaterThan(0);
    const { body } = await api.owner.agent.get(`/api/contacts/${ids['ana']}`).expect(200);
    expect(body.tags).toEqual(['vip']);
    expect(body.attributes).not.toHaveProperty('tier');
  });

  it('says in which line a script fails, in both languages', async () => {
    const { contacts } = await script('log(1);\nconst x = 1;\nreturn nope.x;');
    expect(contacts[0]).toMatchObject({
      outcome: 'error',
      log: ['1'],
      error: { code: 'script-error', line: 3, message: { 'zh-CN': expect.stringContaining('脚本出错') } },
    });
    expect((await script("return { outcome: 'gold' }")).contacts[0].error).toMatchObject({ code: 'wrong-return' });
    expect((await script('for (;;);', { timeoutMs: 20 })).contacts[0].error).toMatchObject({ code: 'timeout' });
  });

  it('takes named contacts, those of a segment, an event and variables by choice', async () => {
    const source =
      'return { outcome: context.event.properties.total > 5 ? "high" : "low", variables: context.variables }';
    const asked = { script: { source, outcomes: OUTCOMES }, event: { type: 'Order Completed', properties: { total: 9 } }, variables: { coupon: { code: 'A1' } } }; // prettier-ignore
    const named = await run({ ...asked, contacts: { ids: [ids['ana']] } });
    expect(named.contacts).toMatchObject([{ id: ids['ana'], outcome: 'high', output: { coupon: { code: 'A1' } } }]);
    const segment = { op: 'tag', tag: 'vip', is: 'present' };
    expect((await run({ ...asked, contacts: { segment } })).contacts).toHaveLength(1);
    expect((await run({ ...asked, contacts: { segment: { op: 'guess' } } }, 422)).error.code).toBe('rules.invalid');
    expect((await run({ ...asked, contacts: { ids: [999_999] } }, 404)).error.code).toBe('contact.not-found');
    expect((await run({ contacts: {} }, 422)).error.code).toBe('workbench.nothing-to-run');
  });

  it("takes each contact's newest event of a type when no payload is given", async () => {
    const { contacts } = await run({
      script: { source: 'return { outcome: context.event ? "high" : "low" }', outcomes: OUTCOMES },
      contacts: {},
      event: { type: 'Never Seen' },
    });
    expect(contacts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['low', 'low']);
  });

  it('knows nobody of another workspace', async () => {
    const stranger = await api.stranger();
    const body = { script: { source: SOURCE, outcomes: OUTCOMES }, contacts: { ids: [ids['ana']] } };
    await stranger.agent.post('/api/workbench/run').send(body).expect(404);
    const { body: empty } = await stranger.agent
      .post('/api/workbench/run')
      .send({ ...body, contacts: {} })
      .expect(200);
    expect(empty.contacts).toEqual([]);
    await stranger.agent.get(`/api/workbench/typings?journey=${journey}&node=judge`).expect(404);
  });

  it('types what the script finds around it', async () => {
    const { body } = await api.owner.agent.get(`/api/workbench/typings?journey=${journey}&node=judge`).expect(200);
    expect(body.typings).toContain('readonly spend?: number;');
    expect(body.typings).toContain('readonly "odd name"?: boolean;');
    expect(body.typings).toContain('readonly city?: string;');
    expect(body.typings).toContain('readonly segmentName?: any;');
    expect(body.typings).toContain('export type Tag = "vip" | (string & {});');
    expect(body.typings).toContain('readonly type: "Order Completed";');
    expect(body.typings).toContain('readonly coupon: {');
    expect(body.typings).toContain('export type Outcome = "high" | "low";');
    expect(body).toMatchObject({
      events: ['Order Completed'],
      variables: { coupon: { code: 'SAMPLE-1' } },
      named: ['attributes.spend'],
    });
    expect(body.readable).toEqual(expect.arrayContaining(['email', 'attributes.spend', 'variables.coupon', 'tags']));
    await api.owner.agent.get(`/api/workbench/typings?journey=${journey}&node=nope`).expect(404);
  });

  it('types a draft that is not saved, and only the fields it may read', async () => {
    expect((await typings(drawing({ straight: true }))).typings).toMatch(/readonly coupon\?: \{[\s\S]*\| null;/);
    const narrow = (await typings(drawing({ reads: ['attributes.spend', 'email'] }))).typings;
    expect(narrow).toContain('readonly spend?: number;');
    expect(narrow).toContain('readonly email: string | null;');
    expect(narrow).not.toMatch(/phone|city|Tag|coupon|properties/);
  });
});
