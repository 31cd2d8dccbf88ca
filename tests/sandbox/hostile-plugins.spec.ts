import { createHash } from 'node:crypto';
import type { GuestHost, GuestLimits, HostCall } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { createSandbox } from '@sojourn/sandbox';
import { afterAll, describe, expect, it } from 'vitest';

/** Plugins that attack: by what they ask of the host, by what they answer, by what they leave behind for the next batch. */
const sandbox = createSandbox({ processes: 1, breaker: { failures: 1_000, openMs: 1 } });
afterAll(() => sandbox.close());

const LIMITS: GuestLimits = { cpuMs: 250, wallMs: 2_000, memoryMb: 32, calls: 20 };
const ITEMS = [0, 1].map((key) => ({ key, contact: { id: key, email: `${key}@b.test` } }));
const OK = `JSON.stringify({ decisions: input.items.map(({ key }) => ({ item: key, do: 'to', outcome: 'ok' })) })`;

const bundle = (code: string) => ({ code, hash: createHash('sha256').update(code).digest('hex') });
/** `body`: of `call(entry, input, host)`, with the input already read. */
const plugin = (body: string, before = '') =>
  bundle(
    `${before}; var sojournPlugin = { async call(entry, text, host) { const input = JSON.parse(text); ${body} } };`,
  );
const asked: HostCall[] = [];
const host: GuestHost = (calls) => {
  asked.push(...calls);
  return Promise.resolve(calls.map(({ args }) => ({ ok: args['n'] ?? null })));
};
const run = async (program: { readonly code: string; readonly hash: string }, limits: Partial<GuestLimits> = {}) => {
  asked.length = 0;
  return sandbox.runBatch({
    program,
    tenant: { workspaceId: 1, plugin: 'evil.plugin' },
    limits: { ...LIMITS, ...limits },
    at: 0,
    seed: 's',
    host,
    head: { node: 'n', nodeId: 'n1', config: {} },
    items: ITEMS,
  });
};
const honest = plugin(`
  const dirt = [({}).dirt, [].dirt, globalThis.dirt, typeof stolen, Object.keys(Object.prototype).length, typeof process];
  const reply = JSON.parse(await host('kv.get', JSON.stringify({ n: 7 })));
  return JSON.stringify({ decisions: input.items.map(({ key }) => ({ item: key, dirt: JSON.stringify(dirt), reply: reply.ok })) });`);
const clean = [0, 1].map((item) => ({
  status: 'ok',
  value: { item, dirt: '[null,null,null,"undefined",0,"undefined"]', reply: 7 },
}));
const ends = async (program: { readonly code: string; readonly hash: string }, limits?: Partial<GuestLimits>) => {
  const { results } = await run(program, limits);
  return results.map(({ status }) => status);
};

describe('ends for itself, and the next batch finds everything as always', () => {
  const FAILS = ['error', 'timeout', 'memory', 'limit', 'unanswered'];
  const attacks: readonly [name: string, program: ReturnType<typeof bundle>][] = [
    ['loops when it is loaded', plugin(`return ${OK}`, 'for (;;);')],
    ['loops', plugin('for (;;);')],
    ['loops after the host has replied', plugin(`await host('kv.get', '{}'); for (;;);`)],
    [
      'loops in a reply’s continuation that it does not wait for',
      plugin(`host('kv.get', '{}').then(() => { for (;;); }); await host('kv.get', '{}'); return ${OK}`),
    ],
    ['never settles', plugin('await new Promise(() => {})')],
    ['waits for a call that it never made', plugin('await { then() {} }')],
    ['asks without end', plugin(`for (let n = 0; ; n++) await host('kv.get', JSON.stringify({ n }))`)],
    [
      'asks without end, all at once',
      plugin(`const all = []; for (let n = 0; ; n++) all.push(host('kv.get', JSON.stringify({ n })))`),
    ],
    ['asks with megabytes', plugin(`return host('http', JSON.stringify({ body: 'x'.repeat(3e6) }))`)],
    ['asks with other things than text', plugin(`return host({ toString() { return 'http' } }, {})`)],
    ['answers something other than text', plugin('return { decisions: [] }')],
    ['answers text that is no JSON', plugin(`return '{"decisions":'`)],
    ['answers a list', plugin(`return '[]'`)],
    ['answers null', plugin(`return 'null'`)],
    ['answers megabytes', plugin(`return '"' + 'x'.repeat(5e6) + '"'`)],
    ['answers what is deep', plugin(`return '{"decisions":[' + '['.repeat(1e5) + ']'.repeat(1e5) + ']}'`)],
    [
      'answers a deep decision',
      plugin(`return '{"decisions":[{"item":0,"a":' + '['.repeat(50) + ']'.repeat(50) + '}]}'`),
    ],
    ['answers a text that is an object', plugin('return new String("{}")')],
    ['answers a thenable that loops', plugin('return { get then() { for (;;); } }')],
    [
      'answers for others only',
      plugin(`return '{"decisions":[{"item":7},{"item":"0"},{"item":-1},{"item":"__proto__"},{"item":[0]}]}'`),
    ],
    [
      'throws a proxy',
      plugin('throw new Proxy({}, { getOwnPropertyDescriptor() { for (;;); }, get() { for (;;); } })'),
    ],
    ['throws nothing', plugin('throw undefined')],
    [
      'grows while it waits',
      plugin(`const all = []; for (;;) { all.push(new Array(1e5).fill(all)); await host('kv.get', '{}') }`),
    ],
    ['grows beside the heap', plugin('const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1))')],
    ['grows at once', plugin('const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })')],
    ['logs without end', plugin(`for (;;) host.log('x'.repeat(1e4))`)],
    ['is no plugin', bundle('var sojournPlugin = 1')],
    ['is a getter', bundle('Object.defineProperty(globalThis, "sojournPlugin", { get() { for (;;); } })')],
    ['has a call that is a getter', bundle('var sojournPlugin = { get call() { for (;;); } }')],
    ['calls itself', plugin('return sojournPlugin.call(entry, text, host)')],
    ['is not even a script', bundle('}{')],
    ['imports', plugin(`return (await import('node:fs')).readFileSync('/etc/passwd', 'utf8')`)],
  ];
  it.each(attacks)('%s', { timeout: 30_000 }, async (_, program) => {
    for (const status of await ends(program)) expect(FAILS).toContain(status);
    expect((await run(honest)).results).toEqual(clean);
    expect(process.memoryUsage.rss()).toBeLessThan(700 * 1024 * 1024);
  });
});

describe('gains nothing', () => {
  it.each([
    [
      'by replacing what promises are made of before the host replies',
      `try { Promise.prototype.then = () => { throw 1 }; Promise.resolve = null } catch {} const p = host('kv.get', '{"n":3}'); p.then = null; const { ok } = JSON.parse(await p); if (ok !== 3) throw 1; return ${OK}`,
    ],
    [
      'by replacing JSON, arrays, maps, and the global object',
      `for (const f of [() => (JSON.parse = () => 1), () => (JSON.stringify = () => 1), () => (Array.prototype.push = 1), () => (Object.prototype.toJSON = () => 1), () => (globalThis.Promise = 1)]) try { f() } catch {} await host('kv.get', '{}'); return ${OK}`,
    ],
    [
      'by asking after its answer',
      `setTimeout_ = Promise.resolve().then(() => host('kv.get', '{"late":true}')); return ${OK}`,
    ],
    [
      'by leaving a global',
      `globalThis.dirt = 1; globalThis.stolen = input.items; Object.prototype.dirt = 1; return ${OK}`,
    ],
    [
      'by forging what the harness says',
      `host.log('{"t":"end"}'); host.log('2:[]V{}'); console.log('\\n\\u0000'); return ${OK}`,
    ],
    [
      'by forging replies',
      `const p = host('kv.get', '{"n":1}'); try { host.reply = 1; waiting[1]('{"ok":9}') } catch {} const { ok } = JSON.parse(await p); if (ok !== 1) throw 1; return ${OK}`,
    ],
    [
      'through the host’s constructor',
      `const seen = host.constructor('return typeof process')() + host.log.constructor('return typeof require')() + (host('x', '{}').constructor.constructor('return typeof process')()); if (seen !== 'undefinedundefinedundefined') throw new Error(seen); return ${OK}`,
    ],
    [
      'from an error of the host’s',
      `try { host(1, 2) } catch (e) { if (e.constructor.constructor('return typeof process')() !== 'undefined') throw 1 } return ${OK}`,
    ],
  ])('%s', async (_, body) => {
    expect(await ends(plugin(body))).toEqual(['ok', 'ok']);
    expect((await run(honest)).results).toEqual(clean);
  });

  it('by keys that reach prototypes, in answers or in what it asks', async () => {
    const body = `await host('kv.set', '{"__proto__":{"isAdmin":true},"entries":{"constructor":1,"a":"\\\\ud800"}}');
      return '{"decisions":[{"item":0,"__proto__":{"isAdmin":true},"patch":{"constructor":{"prototype":{}},"a":"\\\\ud800\\\\u0000"}}]}'`;
    const { results } = await run(plugin(body));
    expect(JSON.stringify(results[0])).toBe('{"status":"ok","value":{"item":0,"patch":{"a":"\ufffd"}}}');
    expect(JSON.stringify(asked)).toBe('[{"op":"kv.set","args":{"entries":{"a":"\ufffd"}}}]');
    expect((asked[0]!.args as JsonObject & { isAdmin?: boolean }).isAdmin).toBeUndefined();
    // Raw, not escaped.
    const raw = await run(plugin(`return '{"decisions":[{"item":0,"a":"\\ud800"}]}'`));
    expect(raw.results[0]).toEqual({ status: 'ok', value: { item: 0, a: '\ufffd' } });
  });

  it('more calls than it may make, however it asks', async () => {
    await run(
      plugin(
        `await Promise.all(Array.from({ length: 150 }, (_, n) => host('kv.get', JSON.stringify({ n })))); return ${OK}`,
      ),
    );
    expect(asked).toHaveLength(LIMITS.calls);
  });

  it('a longer log than anyone reads', async () => {
    const { log } = await run(
      plugin(`for (let i = 0; i < 500; i++) host.log('\\u001b[2J' + 'x'.repeat(5000)); return ${OK}`),
    );
    expect(log).toHaveLength(50);
    expect(log[0]).toMatch(/^\\u001b\[2Jx+$/);
    expect(log[0]!.length).toBeLessThan(1_100);
  });
});

/** Decisions come as JSON or, from newer bundles, as objects: whoever answers oddly gains nothing by the way it is heard. */
describe('is heard alike as text and as objects', () => {
  const OK_ITEM = '{ item: i, do: "to", outcome: "ok" }';
  const each = (decision: string): string => `[0, 1].map((i) => (${decision}))`;
  it.each([
    each(OK_ITEM),
    each('{ item: i, get a() { return this.n = (this.n ?? 0) + 1 } }'),
    '[{ item: "0" }, { item: [0] }, { item: { valueOf: () => 1 } }, { item: true }, { item: null }, { item: -0 }]',
    each(
      `JSON.parse('{"item":' + i + ',"__proto__":{"isAdmin":true},"constructor":1,"a":{"__proto__":{"x":1},"b":1}}')`,
    ),
    each('{ item: i, __proto__: { a: 1 } }'),
    each(`{ item: i, a: '\\ud800', ['\\udfff']: '\\u0000', ['__proto__\\u0000']: 1 }`),
    each('new Proxy({ item: i, a: 1 }, { get: (t, k) => k === "a" ? { deep: { deeper: 1 } } : t[k] })'),
    each(`i === 1 ? new Proxy({}, { ownKeys() { throw 1 } }) : (${OK_ITEM})`),
    each(
      'new Proxy({ item: i }, { getPrototypeOf: () => Object.prototype, ownKeys: () => ["item", "x"], getOwnPropertyDescriptor: (t, k) => ({ value: k === "item" ? i : "v", enumerable: true, configurable: true }), get: (t, k) => k === "item" ? i : "v" })',
    ),
    each(`i === 1 ? { item: 1, a: 10n } : (${OK_ITEM})`),
    each(
      '{ item: i, f() {}, u: undefined, s: Symbol("x"), a: [NaN, -0, Infinity], d: new Date(0), m: new Map([[1, 2]]) }',
    ),
    each('{ item: i, toJSON() { return { item: 1 - i, b: 1 } } }'),
    each('{ item: i, p: { toJSON: () => "x" } }'),
    '[0, 1].map((i) => { const o = { item: i }; if (i === 1) o.o = o; return o })',
    '[0, 1].map((i) => { let a = 1; for (let k = 0; k < i * 40; k++) a = { a }; return { item: i, a } })',
    each('{ item: i, ...Object.fromEntries(Array.from({ length: i * 70 }, (_, k) => ["k" + k, k])) }'),
    each('{ 0: "a", item: i, 5: { 0: "x" } }'),
    each('{ item: new Number(i), a: new String("abc") }'),
    each('[i]'),
    `['0', 1, null, undefined, true, { item: 1 }]`,
    `[0, 0, 1].map((i) => (${OK_ITEM}))`,
    `new Proxy([0, 1].map((i) => (${OK_ITEM})), {})`,
    'new Proxy([], { get: (t, k) => k === "length" ? NaN : undefined })',
    each('Object.create({ item: i, a: 1 })'),
    each(`i === 1 ? { item: 1, a: 'x'.repeat(3e5) } : (${OK_ITEM})`),
    'Array.from({ length: 5000 }, (_, i) => ({ item: i + 10, a: i }))',
  ])('%s', async (decisions) => {
    const asText = `var sojournPlugin = { async call() { const decisions = ${decisions}; return JSON.stringify({ decisions }) } }`;
    const asObjects = `var sojournPlugin = { async call() { return '{}' }, async batch() { return { decisions: ${decisions} } } }`;
    const { results } = await run(bundle(asText));
    expect((await run(bundle(asObjects))).results).toEqual(results);
    expect(JSON.stringify(results)).not.toMatch(/isAdmin|__proto__/);
  });
});
