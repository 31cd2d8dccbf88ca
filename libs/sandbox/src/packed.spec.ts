import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@sojourn/kernel';
import { createSandbox } from './index.js';
import { PackedAnswers } from './packed-answers.js';
import { packed } from './packed-inputs.js';

const { inputTexts } = createRequire(import.meta.url)('../child/packed.cjs') as {
  inputTexts(body: string, count: number): string[];
};
const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());
const run = (source: string, inputs: readonly JsonObject[]) =>
  sandbox.run({ source, inputs, timeoutMs: 1_000, memoryMb: 32 });
const range = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

const own = (key: string, value: number): JsonObject =>
  Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true }) as JsonObject;
const MIXED: readonly JsonObject[] = range(200, (i): JsonObject => {
  const contact = {
    id: i,
    attributes: { 'a b': `x${i}`, '"];\u2028}': i / 8, 7: null, constructor: i, toString: 'no' },
  };
  switch (i % 8) {
    case 0:
      return { contact, at: 5, list: [i, { deep: [] }], empty: {} };
    case 1:
      return { contact: own('__proto__', i), at: 5 };
    case 2:
      return { at: 5, contact };
    case 3:
      return { contact: { ...contact, [`only${i}`]: 1 }, at: -0 };
    case 4:
      return { contact, at: 5, late: undefined } as unknown as JsonObject;
    case 5:
      return { contact, at: 5, date: new Date(i), not: NaN } as unknown as JsonObject;
    case 6:
      return {};
    default:
      return { contact: { ...contact, attributes: null }, city: '北京\ud800\0' };
  }
});

describe('inputs as rows', () => {
  it('are in the end what JSON makes of each, names and their order included', () => {
    expect(inputTexts(packed(MIXED), MIXED.length)).toEqual(MIXED.map((input) => JSON.stringify(input)));
    const few = MIXED.slice(0, 7);
    expect(inputTexts(packed(few), 7)).toEqual(few.map((input) => JSON.stringify(input)));
  });

  it('reach a script the same in a batch, in a part of it, and alone', async () => {
    const source = `const text = JSON.stringify(context);
const odd = contact && Object.getPrototypeOf(contact) !== Object.prototype;
if (context.list) { context.list[1].deep.push(1); context.empty.mine = text; }
return [text, odd, Math.random()]`;
    const together = await run(source, MIXED);
    expect(together.map((result) => result.status === 'ok' && (result.value as unknown[])[0])).toEqual(
      MIXED.map((input) => JSON.stringify(input)),
    );
    const parts = [await run(source, MIXED.slice(0, 9)), await run(source, MIXED.slice(9, 109))].flat();
    expect(parts).toEqual(together.slice(0, 109));
    for (const i of range(16, (at) => at)) expect((await run(source, [MIXED[i]!]))[0]).toEqual(together[i]);
  });

  it('name a value once that all contacts have, and no name twice', () => {
    const text = packed(
      range(100, (i) => ({ contact: { id: i, attributes: { plan: 'free', visits: i } }, at: 12345 })),
    );
    for (const word of ['plan', 'free', 'visits', '12345']) expect(text.split(word)).toHaveLength(2);
  });
});

describe('numbers of inputs', () => {
  const numbers: readonly (readonly [name: string, of: (i: number) => number])[] = [
    ['small', (i) => i - 50],
    ['moments', (i) => 1_772_355_600_000 - i * 7_200_001],
    ['on both sides of nothing', (i) => (i - 50) * 4_000_000_000_001],
    ['as large as whole ones are', (i) => (i % 2 ? Number.MAX_SAFE_INTEGER - i : i - Number.MAX_SAFE_INTEGER)],
    ['larger', (i) => 2 ** 53 + i * 2],
    ['money', (i) => (i * 137 - 5_000) / 100],
    ['eighths', (i) => i / 8],
    ['tenths that add up', (i) => i * 0.1],
    ['thirds', (i) => i / 3],
    ['huge and tiny', (i) => (i % 2 ? 1e21 + i : i * 1e-9)],
    ['money beyond small ones', (i) => 20_000_000 + i / 100],
    ['nothing with a sign', (i) => (i % 3 ? i : -0)],
    ['none', (i) => (i % 2 ? NaN : i)],
  ];

  it.each(numbers)('that are %s are the same in a batch and alone', async (_, of) => {
    const inputs = range(100, (i) => ({ contact: { n: of(i) } }));
    expect(inputTexts(packed(inputs), 100)).toEqual(inputs.map((input) => JSON.stringify(input)));
    const results = await run('return { n: contact.n, text: `${contact.n}`, sign: 1 / contact.n < 0 }', inputs);
    const read = inputs.map((input) => (JSON.parse(JSON.stringify(input)) as { contact: { n: number } }).contact.n);
    expect(results).toEqual(
      read.map((n) => ({ status: 'ok', value: { n, text: `${n}`, sign: 1 / n < 0 } })), // prettier-ignore
    );
  });
});

describe('answers as rows', () => {
  const answers: readonly (readonly [name: string, expression: string])[] = [
    ['flat', '({ outcome: "high", n: i / 3, no: null, yes: true })'],
    ['nested', '({ outcome: "low", set: { a: i, b: { c: "x" + i } } })'],
    ['of the same names at other places', '(i % 2 ? { a: { b: 1 }, c: 2 } : { a: { b: 1, c: 2 } })'],
    ['of many shapes', '({ ["k" + i]: i, same: 1 })'],
    ['with what JSON leaves out', '({ a: undefined, f() {}, s: Symbol("x"), [Symbol("y")]: 1, b: i })'],
    ['with numbers that are none', '({ nan: NaN, inf: -Infinity, zero: -0 })'],
    ['with forbidden names', '({ constructor: i, ["__proto__"]: { x: 1 }, prototype: "p", ok: { constructor: 1 } })'],
    ['with halves of characters', '({ ["k\\ud800"]: "a\\udc00\\0", "k\\0": i })'],
    ['lists, texts and nothing', '[[i, "x"], "text" + i, null, undefined, true, 5][i % 6]'],
    ['with toJSON', '({ toJSON: () => ({ i }), a: 1 })'],
    ['of classes', 'new (class { a = i; get b() { return 1; } })()'],
    [
      'in other clothes',
      '[Object.setPrototypeOf([i], Object.prototype), Object.setPrototypeOf(new String("ab"), Object.prototype), JSON.rawJSON("5"), Object.create({ x: 1 }, { y: { value: i, enumerable: true } })][i % 4]',
    ],
    [
      'with getters that count',
      '(() => { let n = 0; return { get a() { return n++; }, get b() { return "x".repeat(n); } }; })()',
    ],
    [
      'with getters that stop counting',
      '(() => { let n = 0; return { get a() { return n++ < 3 ? 1 : n; }, b: 1 }; })()',
    ],
    [
      'behind proxies',
      '(() => { let n = 0; return new Proxy({ a: 1, b: i }, { get: (t, k) => (n++ > 6 ? n : t[k]) }); })()',
    ],
    ['that throw as they are read', '({ a: 1, get b() { if (i % 2) throw new Error("no"); return 2; } })'],
    ['that are too long', '({ text: "x".repeat(i % 3 ? 10 : 270000) })'],
    ['with long texts', '({ text: "é".repeat(i * 800), n: i })'],
    ['with many names', 'Object.fromEntries(Array.from({ length: i * 3 }, (_, k) => ["k" + k, k]))'],
    ['that are deep', '(() => { let o = { i }; for (let d = 0; d < i; d++) o = { o }; return o; })()'],
    ['BigInt', '({ a: 1n })'],
  ];

  it.each(answers)('%s are the same in a batch as alone', async (_, expression) => {
    const source = `const i = contact.i; return ${expression}`;
    const inputs = range(40, (i) => ({ contact: { i } }));
    const together = await run(source, inputs);
    for (const i of [0, 1, 2, 3, 5, 8, 20, 33, 39]) {
      const [alone] = await run(source, [inputs[i]!]);
      expect(alone).toEqual(together[i]);
      expect(JSON.stringify(alone)).toBe(JSON.stringify(together[i]));
    }
  });

  it('are objects without prototypes, all the way', async () => {
    const results = await run(
      'return { a: contact.i, b: { c: "x" } }',
      range(20, (i) => ({ contact: { i } })),
    );
    for (const [i, result] of results.entries()) {
      expect(result).toEqual({ status: 'ok', value: { a: i, b: { c: 'x' } } });
      const value = (result.status === 'ok' && result.value) as unknown as { readonly b: object };
      expect([Object.getPrototypeOf(value), Object.getPrototypeOf(value.b)]).toEqual([null, null]);
    }
  });

  it('of thousands, with values for more than one handing over, stay in order', async () => {
    const source = 'const o = {}; for (let k = 0; k < 40; k++) o["k" + k] = contact.i + k; return o';
    const results = await run(
      source,
      range(3_000, (i) => ({ contact: { i } })),
    );
    expect(results.map((result) => (result as { value: JsonObject }).value['k39'])).toEqual(
      range(3_000, (i) => i + 39),
    );
  });

  it('of a process in other hands are no rows', () => {
    const limits = { characters: 100, depth: 3, keys: 5 };
    const rows = (values: unknown, ...trees: unknown[]) => new PackedAnswers(values, trees, limits, true);
    const tree = [['a', 0]];
    const deep = (depth: number): unknown => (depth === 0 ? 0 : [['a', deep(depth - 1)]]);
    for (const wrong of [
      () => rows({}, tree),
      () => rows([[1]], tree),
      () => rows([{}], tree),
      () => rows(['x'.repeat(101)], tree),
      () => rows([1], [[1, 0]]),
      () => rows([1], ['a']),
      () => rows([1], [['a', 2]]),
      () => rows([1], deep(4)),
      () =>
        rows(
          [1],
          range(6, (i) => [`k${i}`, 0]),
        ),
      () => rows([1], tree).next(1),
      () => rows([], tree).next(0),
    ])
      expect(wrong).toThrow(TypeError);
  });
});
