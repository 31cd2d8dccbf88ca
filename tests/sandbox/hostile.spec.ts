import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '@sojourn/sandbox';

/** Attacks of our own. Whatever a script tries: it fails alone, the host lives, the next script finds a clean room. */
const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

const run = async (source: string, timeoutMs = 400) =>
  (
    await sandbox.run({ source, inputs: [{ contact: { id: 1, email: 'a@b.test' }, at: 0 }], timeoutMs, memoryMb: 32 })
  )[0]!;

const ends: readonly [name: string, source: string, statuses: readonly string[]][] = [
  ['an endless loop', 'for (;;);', ['timeout']],
  [
    'an endless loop that catches its own end',
    'for (;;) { try { for (;;); } catch {} finally { continue } }',
    ['timeout'],
  ],
  [
    'an endless chain of microtasks',
    'await (async function next() { await null; return next(); })()',
    ['timeout', 'memory'],
  ],
  ['a promise that never settles', 'await new Promise(() => {})', ['timeout']],
  [
    'a regular expression that backtracks',
    'return /^(\\w+\\s?)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")',
    ['timeout'],
  ],
  ['an array that grows', 'const a = []; for (;;) a.push(new Array(1000).fill({ x: 1 }))', ['memory', 'timeout']],
  ['a map that grows', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })', ['memory', 'timeout']],
  ['an array doubled', 'let a = [1]; for (;;) a = a.concat(a)', ['memory', 'error', 'timeout']],
  ['a text doubled', 'let s = "ab"; for (;;) s += s + "".padEnd(s.length % 7)', ['memory', 'error', 'timeout']],
  [
    'buffers outside the heap',
    'const k = []; for (let i = 0; i < 300; i++) k.push(new Uint8Array(1e7).fill(1)); return k.length',
    ['memory', 'error', 'timeout'],
  ],
  [
    'typed arrays by the thousand',
    'const k = []; for (;;) k.push(new Float64Array(1e4).fill(1))',
    ['memory', 'error', 'timeout'],
  ],
  ['recursion without end', 'return (function f() { return f() + 1 })()', ['error']],
  ['recursion through promises', 'const f = async () => f(); return f()', ['error', 'memory', 'timeout']],
  ['a huge answer', 'return "x".repeat(5e6)', ['error']],
  ['an answer of many keys', 'return Object.fromEntries(Array.from({ length: 2e5 }, (_, i) => [i, i]))', ['error']],
  ['an answer with itself inside', 'const o = {}; o.o = o; return o', ['error']],
  ['an answer that never finishes toJSON', 'return { toJSON() { for (;;); } }', ['timeout']],
  [
    'an answer behind a proxy that throws',
    'return new Proxy({}, { ownKeys() { throw new Proxy({}, {}) } })',
    ['error'],
  ],
  [
    'an answer behind a proxy that loops',
    'return new Proxy({}, { get() { for (;;); }, ownKeys() { for (;;); } })',
    ['timeout'],
  ],
  [
    'a thrown proxy',
    'throw new Proxy(new Error("x"), { getOwnPropertyDescriptor() { for (;;); } })',
    ['timeout', 'error'],
  ],
  ['a thrown symbol', 'throw Symbol("x")', ['error']],
  ['an import', 'return typeof (await import("node:fs")).readFileSync', ['error']],
  ['a body that closes its function', '}); for (;;); (async () => {', ['error']],
  ['shared memory', 'return new SharedArrayBuffer(8).byteLength', ['error']],
  ['machine code', 'return new WebAssembly.Memory({ initial: 1 })', ['error']],
  ['a huge BigInt', 'let x = 7n; for (;;) x = x * x', ['timeout', 'memory', 'error']],
  ['a huge join', 'return new Array(2 ** 31).join("x".repeat(100)).length', ['timeout', 'memory', 'error']],
  ['a sort whose comparison loops', 'return [2, 1].sort(() => { for (;;); })', ['timeout']],
];

describe('ends alone', () => {
  it.each(ends)('%s', { timeout: 30_000 }, async (_name, source, statuses) => {
    const result = await run(source);
    expect(statuses, JSON.stringify(result).slice(0, 200)).toContain(result.status);
    expect(await run('return "clean"')).toEqual({ status: 'ok', value: 'clean' });
  });
});

const escapes: readonly [name: string, source: string][] = [
  ['a constructor’s constructor', 'return (function () {}).constructor("return typeof process")()'],
  ['an async constructor', 'return await (async () => {}).constructor("return typeof process")()'],
  ['a generator’s constructor', 'return (function* () {}).constructor("return typeof process")().next().value'],
  ['the constructor of the log function', 'return log.constructor("return typeof process")()'],
  ['the constructor of the input', 'return contact.constructor.constructor("return typeof process")()'],
  [
    'the constructor of an error from the host',
    'try { log(Symbol()) } catch (e) { return e.constructor.constructor("return typeof process")() } return typeof process',
  ],
  [
    'the stack’s frames',
    'try { Error.prepareStackTrace = (_, f) => f } catch {} const s = new Error().stack; return typeof s === "string" ? typeof process : s.map((f) => typeof f.getThis()).join()',
  ],
  [
    'the caller',
    'try { return (function f() { return f.caller })().constructor("return typeof process")() } catch { return typeof process }',
  ],
];

describe('finds no host behind', () => {
  it.each(escapes)('%s', async (_name, source) => {
    expect(await run(source)).toEqual({ status: 'ok', value: 'undefined' });
  });
});

describe('leaves nothing behind', () => {
  const dirt = [
    'Object.prototype.polluted = 1',
    'Array.prototype.map = () => ["stolen"]',
    'JSON.stringify = () => "\\"stolen\\""',
    'JSON.parse = () => ({ stolen: 1 })',
    'Promise.prototype.then = function () { return "stolen" }',
    'globalThis.stolen = contact.email',
    'RegExp.prototype.exec = () => null; /(.*)/.exec(contact.email)',
    'String.prototype.slice = () => "stolen"; Function.prototype.call = () => "stolen"',
    'Symbol.prototype.stolen = 1; Reflect.apply = () => "stolen"',
    'log.kept = contact.email; console.kept = contact.email',
    'Object.defineProperty(globalThis, "Date", { value: () => "stolen" })',
    'arguments.callee.kept = contact.email',
  ];
  const look = `return JSON.stringify([({}).polluted, [1].map((x) => x), typeof stolen, RegExp.$1, "abc".slice(1), log.kept, console.kept,
    Symbol.prototype.stolen, arguments.callee.kept, new Date(0).toISOString(), JSON.parse("1"), await Promise.resolve(3)])`;
  const clean = '[null,[1],"undefined",null,"bc",null,null,null,null,"1970-01-01T00:00:00.000Z",1,3]';

  it.each(dirt)('%s', async (source) => {
    const tolerant = `try { ${source} } catch {} return 1`;
    await run(tolerant);
    expect(await run(look), 'the next batch').toEqual({ status: 'ok', value: clean });
    const both = await sandbox.run({
      source: `if (contact.first) { ${tolerant} } ${look}`,
      inputs: [{ contact: { first: true, email: 'a@b.test' } }, { contact: {} }],
      timeoutMs: 400,
      memoryMb: 32,
    });
    expect(both[1], 'the next contact of the batch').toEqual({ status: 'ok', value: clean });
  });
});

it('keeps U+2028 and U+2029 in input and output whole', async () => {
  const odd = '\u2028\u2029\n"\\';
  const [result] = await sandbox.run({
    source: 'return contact.odd',
    inputs: [{ contact: { odd } }],
    timeoutMs: 400,
    memoryMb: 32,
  });
  expect(result).toEqual({ status: 'ok', value: odd });
});
