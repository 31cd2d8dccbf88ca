import { describe, expect, it } from 'vitest';
import type { Json } from '@sojourn/kernel';
import type { HttpAnswer, HttpRequest, PluginContext } from '../context.js';
import type { Decision } from '../decision.js';
import type { DeclarativeSpec, NodeSpec } from '../node-spec.js';
import type { ItemData } from '../projection/item-data.js';
import { itemFrom } from '../projection/item-from.js';
import { declarativeNode } from './declarative-node.js';

const label = { en: 'x', 'zh-CN': '甲' };
const spec: DeclarativeSpec = {
  request: {
    method: 'POST',
    url: 'https://api.acme.test/v1/{{ config.city }}/{{ contact.id }}',
    headers: { 'x-lang': '{{ contact.language }}', 'x-none': '{{ contact.phone }}' },
    query: { days: '{{ config.days }}', none: '{{ variables.none }}' },
    body: { n: '{{ config.days }}', line: 'To {{ contact.email }}!', deep: [{ tags: '{{ contact.tags }}' }], fixed: 1 },
    credential: 'key',
  },
  outcomes: [
    { status: '200', when: { path: 'days.0.sky', equals: 'clear' }, outcome: 'sunny', why: 'clear', output: { sky: 'days.0.sky', none: 'no.where' }, set: { weather: 'days' } }, // prettier-ignore
    { status: '2xx', outcome: 'other', why: 'clouds' },
    { status: 'error', outcome: 'lost', why: 'away' },
  ],
};
const outcomes: NodeSpec['outcomes'] = [
  { id: 'sunny', label, role: 'success' },
  { id: 'other', label },
  { id: 'lost', label, role: 'failure' },
];
const item = (key: number, contact: Partial<ItemData['contact']> = {}) =>
  itemFrom({ key, runId: key, visit: 1, at: 0, arrivedAt: 0, timeZone: 'UTC', contact: { id: key + 1, email: 'a@b.test', language: 'en', attributes: {}, tags: ['vip'], ...contact }, variables: {}, wake: { kind: 'arrived' }, history: {} }); // prettier-ignore

async function run(
  answer: HttpAnswer,
  { config = { city: 'Suzhou', days: 2 }, node = { type: 'w', declarative: spec, outcomes } }: { config?: object; node?: Pick<NodeSpec, 'type' | 'declarative' | 'outcomes'> } = {}, // prettier-ignore
): Promise<{ decision: Decision; requests: readonly HttpRequest[] }> {
  let requests: readonly HttpRequest[] = [];
  const ctx = { http: { requestAll: (asked: readonly HttpRequest[]) => ((requests = asked), Promise.resolve(asked.map(() => answer))) } } as unknown as PluginContext; // prettier-ignore
  const [decision] = await declarativeNode(node).execute(ctx, {
    config: config as never,
    nodeId: 'n',
    items: [item(0)],
  });
  return { decision: decision!, requests };
}
const ok = (body: Json, status = 200): HttpAnswer => ({ status, headers: {}, body });

describe('the request of a node without code', () => {
  it('is filled from the config and the item, types kept, empty headers and parameters left out', async () => {
    const { requests } = await run(ok({}));
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.acme.test/v1/Suzhou/1?days=2',
        headers: { 'x-lang': 'en' },
        body: { n: 2, line: 'To a@b.test!', deep: [{ tags: ['vip'] }], fixed: 1 },
        credential: 'key',
      },
    ]);
    expect(requests[0]?.item?.key).toBe(0);
    expect(Object.keys(requests[0]?.headers ?? {})).toEqual(['x-lang']);
  });

  it('takes each value as one part of the address, whatever is in it', async () => {
    const { requests } = await run(ok({}), { config: { city: '../x?y=1&z#@evil.test/', days: 'a&b=c' } });
    expect(requests[0]?.url).toBe('https://api.acme.test/v1/..%2Fx%3Fy%3D1%26z%23%40evil.test%2F/1?days=a%26b%3Dc');
  });

  it.each(['', '.', '..', undefined])('is not made with %j in the path', async (city) => {
    const { decision, requests } = await run(ok({}), { config: { city } });
    expect(requests).toEqual([]);
    expect(decision).toMatchObject({
      outcome: 'lost',
      why: { code: 'value-missing', params: { hole: 'config.city' } },
    });
  });

  it('is not made with a line break in a header', async () => {
    const node = { type: 'w', outcomes, declarative: { ...spec, request: { ...spec.request, headers: { 'x-a': '{{ config.days }}' } } } }; // prettier-ignore
    const { decision } = await run(ok({}), { node, config: { city: 'x', days: 'a\r\nb: c' } });
    expect(decision).toMatchObject({ why: { code: 'value-missing', params: { hole: 'x-a' } } });
  });
});

describe('the table', () => {
  it('leads by the first row that fits, with what it takes out of the answer', async () => {
    expect((await run(ok({ days: [{ sky: 'clear' }] }))).decision).toEqual({
      item: 0,
      do: 'to',
      outcome: 'sunny',
      output: { sky: 'clear' },
      patch: { set: { weather: [{ sky: 'clear' }] } },
      why: { code: 'clear', params: { status: 200 } },
    });
    expect((await run(ok('text', 204))).decision).toMatchObject({ outcome: 'other', why: { code: 'clouds' } });
    expect((await run({ error: 'timeout', message: 'slow' })).decision).toMatchObject({
      outcome: 'lost',
      why: { code: 'away' },
    });
  });

  it('leaves by failure where none fits, or parks the run when there is no such way', async () => {
    expect((await run(ok({}, 500))).decision).toMatchObject({
      outcome: 'lost',
      why: { code: 'answer-unexpected', params: { status: 500 } },
    });
    const node = { type: 'w', outcomes: [outcomes[0]!], declarative: { ...spec, outcomes: [] } };
    expect((await run({ error: 'refused', message: 'no' }, { node })).decision).toEqual({
      item: 0,
      do: 'fail',
      why: { code: 'no-answer', params: { message: 'no' } },
    });
  });

  it('follows only what the answer itself holds', async () => {
    const node = { type: 'w', outcomes, declarative: { ...spec, outcomes: [{ status: '*', outcome: 'sunny', why: 'clear', output: { a: 'constructor.name', b: '__proto__' } }] } }; // prettier-ignore
    expect((await run(ok({ x: 1 }), { node })).decision).not.toHaveProperty('output');
  });
});
