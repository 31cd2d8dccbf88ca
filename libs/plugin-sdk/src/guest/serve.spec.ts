import { describe, expect, it } from 'vitest';
import { defineNode, definePlugin } from '../node.js';
import type { ItemData } from '../projection/item-data.js';
import { drop, retry, to, wait } from '../verbs.js';
import type { GuestHostCall } from './host-context.js';
import { serve } from './serve.js';

const item = (key: number, more: Partial<ItemData> = {}): ItemData => ({
  key,
  runId: key + 1,
  visit: 1,
  at: 1_000,
  arrivedAt: 1_000,
  timeZone: 'UTC',
  contact: { id: key + 1, attributes: {}, tags: [] },
  variables: {},
  wake: { kind: 'arrived' },
  history: {},
  ...more,
});

const calls: string[] = [];
const host: GuestHostCall = Object.assign(
  (op: string, args: string) => {
    calls.push(`${op} ${args}`);
    const { url, names = [] } = JSON.parse(args) as { url?: string; names?: string[] };
    if (url?.includes('denied')) return Promise.resolve('{"error":{"code":"denied","message":"no"}}');
    if (op === 'http') return Promise.resolve(JSON.stringify({ ok: { status: 200, headers: {}, body: url } }));
    if (op === 'kv.get')
      return Promise.resolve(JSON.stringify({ ok: Object.fromEntries(names.slice(1).map((name) => [name, name])) }));
    return Promise.resolve(op === 'kv.add' ? '{"ok":4}' : '{"ok":null}');
  },
  { log: (line: string) => void calls.push(`log ${line}`) },
);

const plugin = definePlugin({
  nodes: {
    ways: defineNode<{ way: string }>({
      async execute(ctx, { config, items }) {
        if (config.way === 'http') {
          const answers = await ctx.http.requestAll(
            items.map((one) => ({ item: one, method: 'GET', url: `https://${one.key === 1 ? 'denied' : 'a'}.test/` })),
          );
          return items.map((one, place) => to(one, 'done', { output: { answer: answers[place] as never } }));
        }
        if (config.way === 'kv') {
          const [first] = items;
          const place = { scope: 'contact', item: first! } as const;
          await ctx.kv.set(place, { a: 1, b: undefined });
          const found = await ctx.kv.get({ scope: 'workspace' }, ['none', 'some']);
          const sum = await ctx.kv.add(place, 'n', 2);
          return [to(first!, 'done', { output: { found: found.map((one) => one ?? null), sum } })];
        }
        for (const one of items) ctx.events.emit(one, 'seen', { n: one.key });
        ctx.log('hi', ctx.t('hello', { name: 'Ana' }, items[0]), ctx.random(items[0]!) < 1);
        return items.map((one) => (one.key === 0 ? wait(one) : one.key === 1 ? retry(one, { after: 1 }) : drop(one)));
      },
      migrate: (config, { from, to: next }) => ({ config: { ...config, from, next } }),
      validate: () => [],
      options: (_, { search }) => ({ items: [{ value: search, label: search }], next: null }),
      preview: (ctx, _, one) => ({ now: ctx.now(one) }),
    }),
  },
});
const guest = serve(plugin, { texts: { hello: { en: 'Hello {name}', 'zh-CN': '你好，{name}' } } });
const call = async (entry: string, input: object): Promise<unknown> =>
  JSON.parse(await guest.call(entry, JSON.stringify({ node: 'ways', nodeId: 'n', ...input }), host)) as unknown;

describe('a plugin in the sandbox', () => {
  it('asks the host for each request by its item, and gets a refusal as that request’s answer', async () => {
    calls.length = 0;
    const answer = await call('execute', { config: { way: 'http' }, items: [item(0), item(1)] });
    expect(answer).toEqual({
      decisions: [
        {
          item: 0,
          do: 'to',
          outcome: 'done',
          output: { answer: { status: 200, headers: {}, body: 'https://a.test/' } },
        },
        { item: 1, do: 'to', outcome: 'done', output: { answer: { error: 'refused', message: 'no' } } },
      ],
    });
    expect(calls[0]).toBe('http {"method":"GET","url":"https://a.test/","item":0}');
  });

  it('keeps things with the host', async () => {
    calls.length = 0;
    const answer = await call('execute', { config: { way: 'kv' }, items: [item(0)] });
    expect(answer).toMatchObject({ decisions: [{ output: { found: [null, 'some'], sum: 4 } }] });
    expect(calls).toEqual([
      'kv.set {"scope":"contact","item":0,"entries":{"a":1},"remove":["b"]}',
      'kv.get {"scope":"workspace","names":["none","some"]}',
      'kv.add {"scope":"contact","item":0,"name":"n","by":2}',
    ]);
  });

  it('sends what it emits along with the decision, and leaves out a decision that would lose it', async () => {
    calls.length = 0;
    const items = [item(0, { contact: { id: 1, language: 'zh-CN', attributes: {}, tags: [] } }), item(1), item(2)];
    expect(await call('execute', { config: { way: '' }, items })).toEqual({
      decisions: [
        { item: 0, do: 'wait', effects: [{ kind: 'track', event: 'seen', properties: { n: 0 } }] },
        { item: 2, do: 'drop', effects: [{ kind: 'track', event: 'seen', properties: { n: 2 } }] },
      ],
      lost: [1],
    });
    expect(calls).toEqual(['log hi 你好，Ana true']);
  });

  it('answers its other functions', async () => {
    expect(await call('migrate', { config: { a: 1 }, from: 1, to: 2 })).toEqual({ config: { a: 1, from: 1, next: 2 } });
    expect(await call('validate', { config: {} })).toEqual([]);
    expect(await call('options', { config: {}, name: 'x', search: 's', cursor: null })).toMatchObject({ next: null });
    expect(await call('preview', { config: {}, item: item(0) })).toEqual({ now: 1_000 });
  });

  it.each([
    ['poll', 'ways', /no function "poll"/],
    ['constructor', 'ways', /no function "constructor"/],
    ['execute', 'toString', /no node "toString"/],
  ])('says that it has no %s of %s', async (entry, node, words) => {
    await expect(call(entry, { node, config: {}, items: [] })).rejects.toThrow(words);
  });
});
