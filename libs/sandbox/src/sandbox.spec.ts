import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@sojourn/kernel';
import type { SandboxResult } from '@sojourn/execution';
import { createSandbox } from './index.js';

const logged: string[] = [];
const sandbox = createSandbox({ processes: 2, onLog: (line) => logged.push(line) });
afterAll(() => sandbox.close());

const AT = Date.UTC(2026, 2, 1, 9);
const contacts = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, id) => ({ contact: { id, attributes: { spend: id * 10 } }, at: AT }));
const run = (source: string, inputs: readonly JsonObject[] = contacts(1), timeoutMs = 300) =>
  sandbox.run({ source, inputs, timeoutMs, memoryMb: 32 });
const one = async (source: string, input?: JsonObject): Promise<SandboxResult> =>
  (await run(source, input ? [input] : contacts(1)))[0]!;
const failed = (results: readonly SandboxResult[]) =>
  results.flatMap(({ status }, index) => (status === 'ok' ? [] : [`${index} ${status}`]));

describe('what a script sees', () => {
  it('gets the contact and the context, and answers data', async () => {
    const results = await run('return { vip: contact.attributes.spend > 5, at: context.at }', contacts(2));
    expect(results).toEqual([
      { status: 'ok', value: { vip: false, at: AT } },
      { status: 'ok', value: { vip: true, at: AT } },
    ]);
  });

  it('may await, and nothing returned is null', async () => {
    expect(await one('const x = await Promise.resolve(2); return x * 2')).toEqual({ status: 'ok', value: 4 });
    expect(await one('')).toEqual({ status: 'ok', value: null });
  });

  it('stands at the moment of the input, in UTC', async () => {
    const source =
      'return [Date.now(), new Date().toISOString(), new Date(5).getTime(), new Date() instanceof Date, new Intl.DateTimeFormat("en").format()]';
    expect(await one(source)).toEqual({ status: 'ok', value: [AT, '2026-03-01T09:00:00.000Z', 5, true, '3/1/2026'] });
  });

  it('draws the same chance for the same input, another for another', async () => {
    const draw = 'return [Math.random(), Math.random()]';
    const [a, again] = [await one(draw, { k: 1 }), await one(draw, { k: 1 })];
    expect(a).toEqual(again);
    expect(await one(draw, { k: 2 })).not.toEqual(a);
  });

  it('logs capped, escaped lines', async () => {
    logged.length = 0;
    await one('log("a\\u2028b", { n: 1 }); console.log("x".repeat(9000)); for (let i = 0; i < 1000; i++) log(i)');
    expect(logged[0]).toBe('a\\u2028b {"n":1}');
    expect(logged[1]).toHaveLength(500);
    expect(logged).toHaveLength(50);
  });

  it('reads its failure with the line', async () => {
    expect(await one('const a = 1;\nreturn a.b.c')).toEqual({
      status: 'error',
      message: "Cannot read properties of undefined (reading 'c') (line 2)",
    });
    expect(await one('return 1 +')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('Unexpected token'),
    });
    expect(await one('const e = new Error("no"); e.name = "Mine"; throw e')).toMatchObject({
      status: 'error',
      message: 'no (line 1)',
    });
  });

  it('has nothing of the host', async () => {
    const names = [
      'process',
      'require',
      'module',
      'fetch',
      'setTimeout',
      'WebAssembly',
      'SharedArrayBuffer',
      'Atomics',
      'WeakRef',
      'FinalizationRegistry',
    ];
    expect(await one(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual({
      status: 'ok',
      value: [],
    });
  });
});

describe('a batch', () => {
  it('is answered in order, a thousand at once', async () => {
    const results = await run('return contact.id * 2', contacts(1000));
    expect(results.map((result) => result.status === 'ok' && result.value)).toEqual(
      contacts(1000).map((_, id) => id * 2),
    );
  });

  it('gives the same answers in one batch and one by one', async () => {
    const source =
      'globalThis.seen = (globalThis.seen ?? 0) + 1; try { total += 1 } catch { total = 1 } Array.prototype.extra = 1; arguments.callee.n = 1; return [typeof seen, typeof total, [].extra ?? 0, arguments.callee.n ?? 0, Math.random()]';
    const together = await run(source, contacts(5));
    const apart = await Promise.all(contacts(5).map(async (input) => (await run(source, [input]))[0]!));
    expect(together).toEqual(apart);
  });

  it.each([
    ['deletes', 'delete RegExp.prototype.linear'],
    ['replaces', 'Object.defineProperty(RegExp.prototype, "linear", { get: () => contact.id })'],
    ['fixes', 'Object.freeze(RegExp.prototype)'],
    ['shows', 'Object.defineProperty(RegExp.prototype, "linear", { enumerable: true })'],
  ])('sees nothing of what one %s on RegExp.prototype, which is not frozen altogether', async (_, change) => {
    for (const wait of ['', 'await null;']) {
      const source = `${wait} const { get, ...seen } = Object.getOwnPropertyDescriptor(RegExp.prototype, "linear");
if (contact.id % 4 === 1) ${change};
return [contact.id, String(get), seen.enumerable, seen.configurable, /x/.linear, "a-b".split(/-/).length]`;
      const together = await run(source, contacts(12));
      const apart = await Promise.all(contacts(12).map(async (input) => (await run(source, [input]))[0]!));
      expect(together).toEqual(apart);
      expect(failed(together)).toEqual([]);
    }
  });

  it('changes nothing else of RegExp.prototype, and has none of V8’s flags for experiments', async () => {
    const source = `const P = RegExp.prototype;
const open = Reflect.ownKeys(P).filter((key) => Object.getOwnPropertyDescriptor(P, key).configurable);
let refused = 0;
for (const change of [() => { P.exec = 1; }, () => { P.mine = 1; }, () => Object.setPrototypeOf(P, null), () => new RegExp("a", "l")]) try { change(); } catch { refused += 1; }
return [open, P.mine ?? 0, typeof P.exec, Object.isExtensible(P), refused, Object.getPrototypeOf(P) === Object.prototype]`;
    expect(await one(source)).toEqual({ status: 'ok', value: [['linear'], 0, 'function', false, 2, true] });
  });

  it('loses only the contact whose script never ends', async () => {
    expect(failed(await run('if (contact.id === 70) for (;;); return 1', contacts(100)))).toEqual(['70 timeout']);
    expect(failed(await run('if (contact.id === 3) await new Promise(() => {}); return 1', contacts(9)))).toEqual([
      '3 timeout',
    ]);
  });

  it('loses only the contact whose script kills its process', async () => {
    const source = 'if (contact.id === 7) { const m = new Map(); for (let i = 0; ; i++) m.set(i, { i }); } return 1';
    expect(failed(await run(source, contacts(20), 5_000))).toEqual(['7 memory']);
  });

  it('is given up when the script fails hard for many', async () => {
    const results = await run('for (;;);', contacts(200), 20);
    expect(results.every(({ status }) => status === 'timeout')).toBe(true);
    expect(results.at(-1)).toMatchObject({ message: expect.stringContaining('not run') });
  });

  it('works on a fresh process after a death', async () => {
    expect(await one('return 1')).toEqual({ status: 'ok', value: 1 });
  });

  it('runs more programs than a process keeps', async () => {
    for (const round of [0, 1])
      for (let n = 0; n < 40; n++)
        expect(await one(`return ${n} + ${round}`)).toEqual({ status: 'ok', value: n + round });
  });

  it('runs many jobs over few processes', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => run(`return ${n} + contact.id`, contacts(3))));
    expect(all.map((results) => results.map((result) => result.status === 'ok' && result.value))).toEqual(
      Array.from({ length: 20 }, (_, n) => [n, n + 1, n + 2]),
    );
  });
});

describe('an answer', () => {
  it('is rebuilt without the keys that reach prototypes', async () => {
    const result = await one(
      'return JSON.parse(\'{"__proto__":{"admin":true},"constructor":1,"n":{"prototype":2,"ok":1}}\')',
    );
    expect(JSON.stringify(result)).toBe('{"status":"ok","value":{"n":{"ok":1}}}');
    expect(result.status === 'ok' && Object.getPrototypeOf(result.value)).toBeNull();
  });

  it('has no such key either when NUL is taken out of a name', async () => {
    const source = 'return { ["__pro\\0to__"]: { admin: 1 }, n: { "\\0constructor": contact.id, ok: 1 }, list: %s }';
    for (const list of ['0', '[{ "proto\\0type": 1 }]']) {
      const results = await run(source.replace('%s', list), contacts(9));
      for (const result of results)
        expect(JSON.stringify(result)).toBe(
          `{"status":"ok","value":{"n":{"ok":1},"list":${list === '0' ? '0' : '[{}]'}}}`,
        );
    }
  });

  it.each([
    ['too long', 'return "x".repeat(300000)', /more than 262144 characters/],
    ['too deep', 'let o = 1; for (let i = 0; i < 40; i++) o = [o]; return o', /nested deeper than 32/],
    ['too many', 'return Array.from({ length: 6000 }, () => 0)', /more than 5000 values/],
    ['no data', 'return () => 1', /not data/],
  ])('is refused when %s', async (_, source, message) => {
    expect(await one(source)).toMatchObject({ status: 'error', message: expect.stringMatching(message) });
  });

  it('is refused when a whole batch says too much', async () => {
    const results = await run('return "x".repeat(200000)', contacts(100));
    expect(results.filter(({ status }) => status === 'ok').length).toBeLessThan(90);
    expect(results.at(-1)).toMatchObject({ status: 'error', message: expect.stringContaining('whole batch') });
  });

  it('keeps text well-formed', async () => {
    expect(await one('return { ["k\\0"]: "\\ud800", line: "\\u2028" }')).toEqual({
      status: 'ok',
      value: { k: '\ufffd', line: '\u2028' },
    });
  });
});

it('refuses a source beyond 64 KB, answers nothing for nothing, and nothing once closed', async () => {
  expect(await one(`/*${'x'.repeat(70_000)}*/`)).toMatchObject({
    status: 'error',
    message: expect.stringContaining('longer'),
  });
  expect(await run('return 1', [])).toEqual([]);
  const other = createSandbox({ processes: 1 });
  await other.close();
  await expect(other.run({ source: '', inputs: [{}], timeoutMs: 50, memoryMb: 16 })).rejects.toMatchObject({
    code: 'sandbox.closed',
  });
});
