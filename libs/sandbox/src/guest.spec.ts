import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { GuestBatch, GuestHost, GuestLimits, HostCall } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { createSandbox } from './index.js';

const sandbox = createSandbox({ processes: 2, breaker: { failures: 1_000, openMs: 1_000 } });
afterAll(() => sandbox.close());

const LIMITS: GuestLimits = { cpuMs: 400, wallMs: 3_000, memoryMb: 32, calls: 50 };
const AT = Date.UTC(2026, 2, 1, 9);

/** A bundle whose `execute(items, ask, input)` answers a decision for each item. */
const bundle = (execute: string): { hash: string; code: string } => {
  const code = `var sojournPlugin = (() => {
    const execute = ${execute};
    return {
      async call(entry, inputJson, host) {
        const input = JSON.parse(inputJson);
        const ask = async (op, args) => {
          const reply = JSON.parse(await host(op, JSON.stringify(args)));
          if (reply.error) throw new Error(reply.error.code);
          return reply.ok;
        };
        if (entry === 'execute') return JSON.stringify({ decisions: await execute(input.items, ask, input, host) });
        return JSON.stringify(await execute(input, ask, entry, host));
      },
    };
  })();`;
  return { code, hash: createHash('sha256').update(code).digest('hex') };
};
const items = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, key) => ({ key, contact: { id: key } }));
const to = '(item, more) => ({ item: item.key, do: "to", outcome: "done", ...more })';

const batch = (execute: string, count = 3, more: Partial<GuestBatch> = {}): GuestBatch => ({
  program: bundle(`(items, ask, input, host) => { const to = ${to}; return (${execute})(items, ask, input, host); }`),
  tenant: { workspaceId: 1, plugin: 'acme.test' },
  limits: LIMITS,
  at: AT,
  seed: 'a',
  head: { node: 'test', nodeId: 'n1', config: { plan: 'pro' } },
  items: items(count),
  ...more,
});
const run = (execute: string, count = 3, more: Partial<GuestBatch> = {}) =>
  sandbox.runBatch(batch(execute, count, more));
const statuses = (report: { readonly results: readonly { readonly status: string }[] }) =>
  report.results.flatMap(({ status }, index) => (status === 'ok' ? [] : [`${index} ${status}`]));

/** A host that counts what it is asked and doubles numbers. */
function countingHost(delayMs = 0): GuestHost & { readonly asked: HostCall[] } {
  const asked: HostCall[] = [];
  const host: GuestHost = async (calls) => {
    asked.push(...calls);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return calls.map(({ args }) => ({ ok: Number(args['n']) * 2 }));
  };
  return Object.assign(host, { asked });
}

describe('a batch of a plugin', () => {
  it('answers each item by its key, whatever the order', async () => {
    const report = await run(
      '(items, ask, input) => items.map((item) => to(item, { plan: input.config.plan })).reverse()',
    );
    expect(report.results).toEqual(
      [0, 1, 2].map((item) => ({ status: 'ok', value: { item, do: 'to', outcome: 'done', plan: 'pro' } })),
    );
    expect(report.calls).toEqual([]);
  });

  it('fails those that go unanswered or are answered twice, and only those', async () => {
    const report = await run('(items) => [to(items[0]), to(items[1]), to(items[1]), { item: 99 }, null, "x"]', 3);
    expect(statuses(report)).toEqual(['1 answered-twice', '2 unanswered']);
  });

  it('stands at its moment, draws by its seed, keeps nothing for the next batch', async () => {
    const source = `(items) => { globalThis.kept = (globalThis.kept ?? 0) + 1;
      return items.map((item) => to(item, { at: Date.now(), r: Math.random(), kept })); }`;
    const first = await run(source, 2);
    expect(await run(source, 2).then(({ results }) => results)).toEqual(first.results);
    expect(first.results[0]).toMatchObject({ value: { at: AT, kept: 1 } });
    expect((await run(source, 2, { seed: 'b' })).results).not.toEqual(first.results);
  });

  it('asks the host while it computes nothing, all of one turn together', async () => {
    const host = countingHost();
    const turns: number[] = [];
    const report = await run(
      '(items, ask) => Promise.all(items.map(async (item) => to(item, { double: await ask("kv.get", { n: item.key }) })))',
      5,
      { host: (calls) => (turns.push(calls.length), host(calls)) },
    );
    expect(report.results[4]).toMatchObject({ status: 'ok', value: { double: 8 } });
    expect(turns).toEqual([5]);
    expect(report.calls).toHaveLength(5);
    expect(report.calls[1]).toEqual({ call: { op: 'kv.get', args: { n: 1 } }, reply: { ok: 2 } });
  });

  it('pays for waiting on the wall only', async () => {
    const report = await run(
      'async (items, ask) => { await ask("http", { n: 1 }); return items.map((i) => to(i)); }',
      1,
      {
        host: countingHost(600),
        limits: { ...LIMITS, cpuMs: 200 },
      },
    );
    expect(statuses(report)).toEqual([]);
    expect(report.wallMs).toBeGreaterThan(600);
    expect(report.cpuMs).toBeLessThan(200);
  });

  it('refuses every call when there is no host', async () => {
    const report = await run('async (items, ask) => { await ask("http", {}); return []; }', 1);
    expect(report.results).toEqual([{ status: 'error', message: 'refused' }]);
  });
});

describe('a batch in which something goes wrong', () => {
  const except = (key: number, deed: string): string =>
    `async (items, ask) => { const out = []; for (const item of items) { const n = await ask("kv.get", { n: item.key }); if (item.key === ${key}) { ${deed} } out.push(to(item, { n })); } return out; }`;

  it.each([
    ['loops', 'for (;;);', 'timeout'],
    ['throws', 'throw new Error("no")', 'error'],
    ['never settles', 'await new Promise(() => {})', 'timeout'],
    ['eats memory', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })', 'memory'],
    ['floods the host', 'for (;;) await ask("kv.get", { n: 1 })', 'error'],
    ['floods the host, deaf', 'for (;;) { try { await ask("kv.get", { n: 1 }) } catch {} }', 'limit'],
  ])('loses only the item that %s, and asks the host no call twice', async (_, deed, status) => {
    const host = countingHost();
    const report = await run(except(5, deed), 8, { host, limits: { ...LIMITS, cpuMs: 600, calls: 60 } });
    // Whether memory or time is over first depends on the machine.
    const end = statuses(report).map((text) => (status === 'memory' ? text.replace('timeout', status) : text));
    expect(end).toEqual([`5 ${status}`]);
    expect(report.results[7]).toMatchObject({ value: { n: 14 } });
    // What item 5 asks in vain is not counted here.
    const once = host.asked.filter(({ args }) => args['n'] !== 1).map(({ args }) => args['n']);
    expect(once.toSorted()).toEqual([0, 2, 3, 4, 5, 6, 7]);
  });

  it('tells the host for whom a call is, once a batch is run in parts', async () => {
    const host = countingHost();
    await run(
      `async (items, ask) => { await ask('kv.add', { n: items.length }); return items.map((item) => { if (item.key === 1) for (;;); return to(item); }); }`,
      4,
      { host },
    );
    const asked = host.asked.map(({ args, group }) => [args['n'], group]);
    expect(asked).toEqual([[4, undefined], [2, [0, 1]], [1, [0]], [1, [1]], [2, [2, 3]]]); // prettier-ignore
  });

  it.each([1, 3])('gives each of several equal calls its own reply, also when item %i dies', async (culprit) => {
    let count = 0;
    const host: GuestHost = (calls) => Promise.resolve(calls.map(() => ({ ok: ++count })));
    const report = await run(
      `async (items, ask) => { const out = []; for (const item of items) { const n = await ask("kv.add", {}); if (item.key === ${culprit}) for (;;); out.push(to(item, { n })); } return out; }`,
      4,
      { host },
    );
    expect(statuses(report)).toEqual([`${culprit} timeout`]);
    expect(count).toBe(4);
    const replies = report.results.flatMap((result) =>
      result.status === 'ok' ? [(result.value as JsonObject)['n']] : [],
    );
    expect(replies).toEqual([1, 2, 3, 4].filter((n) => n !== culprit + 1));
  });

  it('gives up what waits for a host that does not answer, and keeps what does not', async () => {
    const report = await run(
      '(items, ask) => Promise.all(items.map(async (item) => { if (item.key === 1) await ask("http", { n: 1 }); return to(item); }))',
      4,
      { host: () => new Promise(() => {}), limits: { ...LIMITS, wallMs: 300 } },
    );
    expect(statuses(report)).toEqual(['1 timeout']);
    expect(report.wallMs).toBeLessThan(2_000);
    expect(report.calls).toEqual([
      {
        call: { op: 'http', args: { n: 1 } },
        reply: { error: { code: 'unanswered', message: expect.any(String) as string } },
      },
    ]);
  });

  it('survives a host that throws, answers too little, and arguments that are no object', async () => {
    const report = await run(
      `async (items, ask, input, host) => [to(items[0], { a: await host("x", "[1]"), b: await host("x", "{"), c: await ask("x", {}).catch((e) => e.message) })]`,
      1,
      { host: () => Promise.reject(new Error('down')) },
    );
    expect(report.results[0]).toMatchObject({
      status: 'ok',
      value: {
        a: expect.stringContaining('bad-call') as string,
        b: expect.stringContaining('bad-call') as string,
        c: 'host',
      },
    });
  });
});

describe('a replay', () => {
  it('gives the same answers from the recording, without the host', async () => {
    const source =
      '(items, ask) => Promise.all(items.map(async (item) => { const n = await ask("http", { n: item.key }); if (item.key === 2) for (;;); return to(item, { n, r: Math.random() }); }))';
    const first = await run(source, 4, { host: countingHost() });
    const again = await run(source, 4, { recorded: JSON.parse(JSON.stringify(first.calls)) as typeof first.calls });
    expect(again.results).toEqual(first.results);
    expect(again.calls).toEqual(first.calls);
  });
});

describe('another function of a plugin', () => {
  const call = (source: string, input: JsonObject = {}, more: Partial<GuestBatch> = {}) =>
    sandbox.call({
      ...{
        program: bundle(source),
        tenant: { workspaceId: 1, plugin: 'acme.test' },
        limits: LIMITS,
        at: AT,
        seed: 'a',
      },
      ...more,
      entry: 'options',
      input,
    });

  it('answers data, its log, and what it asked', async () => {
    const report = await call(
      'async (input, ask, entry, host) => { host.log("a\\u2028" + entry); return { items: [await ask("http", { n: input.n })] } }',
      { n: 4 },
      { host: countingHost() },
    );
    expect(report).toMatchObject({ result: { status: 'ok', value: { items: [8] } }, log: ['a\\u2028options'] });
    expect(report.calls).toHaveLength(1);
  });

  it.each([
    ['throws', '() => { throw new Error("no such thing") }', 'error', /no such thing/],
    ['loops', '() => { for (;;); }', 'timeout', /longer/],
    ['never settles', '() => new Promise(() => {})', 'timeout', /never settles/],
    ['answers too much', '() => "x".repeat(3e6)', 'limit', /more than/],
    ['answers no data', '() => undefined', 'error', /not text/],
  ])('that %s fails with a typed result', async (_, source, status, message) => {
    expect((await call(source)).result).toMatchObject({ status, message: expect.stringMatching(message) as string });
  });

  it('of a bundle that is none says so', async () => {
    for (const [code, message] of [
      ['const a = 1', /no sojournPlugin/],
      ['var sojournPlugin = {}', /no function call/],
      ['var sojournPlugin = {', /Unexpected/],
      ['throw new Error("at load")', /at load/],
    ] as const) {
      const report = await call('', {}, { program: { code, hash: code } });
      expect(report.result).toMatchObject({ status: 'error', message: expect.stringMatching(message) as string });
    }
  });
});
