import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '@sojourn/sandbox';

/** Attacks of our own. Whatever a script tries: it fails alone, the host lives, the next script finds a clean room. */
const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

/** For what ends by itself: its end must not depend on how busy the machine is. */
const PATIENT_MS = 10_000;

const run = async (source: string, timeoutMs = PATIENT_MS) =>
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
  [
    'a finally that loops after a break',
    'for await (const x of (async function* () { try { yield 1 } finally { for (;;); } })()) break',
    ['timeout'],
  ],
  ['a label that swallows its return', 'label: for (;;) { try { return 1 } finally { continue label } }', ['timeout']],
  ['a loop left behind', '(async () => { for (;;) await null })(); return 1', ['timeout', 'memory']],
  ['a thenable that resolves to itself', 'const t = { then(f) { f(t) } }; return t', ['timeout', 'memory']],
  ['a thenable with a getter that loops', 'return { get then() { for (;;); } }', ['timeout']],
  ['promises by the million', 'const m = []; for (;;) m.push(Promise.resolve().then(() => m))', ['timeout', 'memory']],
  [
    'an iterator without end',
    'return Iterator.from({ next: () => ({ done: false, value: 1 }) }).toArray().length',
    ['timeout', 'memory'],
  ],
  ['a spread without end', 'return [...(function* () { for (;;) yield 1 })()].length', ['timeout', 'memory', 'error']],
  ['an array from a length', 'return Array.from({ length: 2 ** 31 }, () => []).length', ['timeout', 'memory', 'error']],
  ['a filled array', 'return new Array(5e7).fill({}).length', ['timeout', 'memory', 'error']],
  [
    'a hole of an array',
    'const a = []; a.length = 2 ** 32 - 1; return a.sort().length',
    ['timeout', 'memory', 'error'],
  ],
  ['a returned hole', 'return new Array(2 ** 32 - 1)', ['error']],
  [
    'a length that lies',
    'return new Proxy([], { get: (_, key) => (key === "length" ? 1e9 : undefined) })',
    ['error', 'timeout'],
  ],
  [
    'a getter that lies the second time',
    'let n = 0; return { get a() { return n++ ? "x".repeat(1e6) : 1 } }',
    ['ok', 'error'],
  ],
  ['a text of zeros as JSON', 'return JSON.stringify("\\0".repeat(1e8)).length', ['timeout', 'memory', 'error']],
  [
    'JSON as deep as it is long',
    'return JSON.parse("[".repeat(2e6) + "]".repeat(2e6)).length',
    ['timeout', 'memory', 'error'],
  ],
  [
    'a replaced text that explodes',
    'return "x".repeat(2 ** 27).replace(/x/g, "yyyy").length',
    ['timeout', 'memory', 'error'],
  ],
  [
    'a pattern nested to the bottom',
    'return new RegExp("(".repeat(2e4) + ")".repeat(2e4)).test("")',
    ['timeout', 'memory', 'error'],
  ],
  ['a power without end', 'return (2n ** 30000000n).toString(3).length', ['timeout', 'memory', 'error']],
  [
    'languages by the million',
    'for (;;) new Intl.DateTimeFormat("zh", { timeZone: "Asia/Shanghai" })',
    ['timeout', 'memory'],
  ],
  [
    'buffers that may grow',
    'const k = []; for (;;) k.push(new ArrayBuffer(0, { maxByteLength: 2 ** 32 }))',
    ['error', 'memory', 'timeout'],
  ],
  [
    'weak maps',
    'const w = new WeakMap(); for (let i = 0; ; i++) w.set({}, new Array(1e5).fill(i))',
    ['timeout', 'memory'],
  ],
  ['a logged object that loops', 'log({ toJSON() { for (;;); } })', ['timeout']],
  ['logged megabytes', 'const big = "x".repeat(1e7); for (;;) log(big, { big })', ['timeout', 'memory']],
  ['a message that loops', 'throw { get message() { for (;;); }, get stack() { for (;;); } }', ['error']],
  ['the network', 'return http("http://127.0.0.1/")', ['error']],
  ['a sort whose comparison loops', 'return [2, 1].sort(() => { for (;;); })', ['timeout']],
];

describe('ends alone', () => {
  it.each(ends)('%s', { timeout: 30_000 }, async (_name, source, statuses) => {
    const result = await run(source, statuses.includes('timeout') ? 400 : PATIENT_MS);
    expect(statuses, JSON.stringify(result).slice(0, 200)).toContain(result.status);
    expect(await run('return "clean"')).toEqual({ status: 'ok', value: 'clean' });
  });
});

/** What is huge and lazily made is not written out to find that it is: neither time nor memory goes into it. */
describe('is refused before it is written', () => {
  const huge = '"x".repeat(2 ** 28)';
  const answers = [`return ${huge}`, `return { a: ${huge} }`, `return [[${huge}]]`, `return new String(${huge})`, 'return new Uint8Array(1e7)',
    `const a = ${huge}; return Array(4e3).fill(a)`, 'return { a: new Float64Array(2e6) }']; // prettier-ignore
  it.each(answers)('%s', async (source) => {
    expect(await run(source)).toMatchObject({ status: 'error', reason: 'rejected' });
  });
  const told = [`log(${huge}); return 1`, `log({ a: [${huge}] }); return 1`, 'log(new Uint8Array(1e7)); return 1', `try { throw ${huge} } catch (e) { log(e) } return 1`]; // prettier-ignore
  it.each(told)('%s', async (source) => expect(await run(source)).toEqual({ status: 'ok', value: 1 }));
  it('an error of many characters', async () => {
    expect(await run(`throw ${huge}`)).toMatchObject({ status: 'error', message: '(a text of 268435456 characters)' });
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
    'an error of the engine',
    'try { null.x } catch (e) { return e.constructor.constructor("return typeof process")() }',
  ],
  [
    'an error of the engine’s reading of text',
    'try { JSON.parse("{") } catch (e) { return e.constructor.constructor("return typeof process")() }',
  ],
  [
    'an error of the host’s',
    'try { await http() } catch (e) { return e.constructor.constructor("return typeof process")() }',
  ],
  [
    'an overflow of the stack',
    'try { (function f() { f() })() } catch (e) { return e.constructor.constructor("return typeof process")() }',
  ],
  [
    'an async generator’s constructor',
    'const G = Object.getPrototypeOf(async function* () {}).constructor; return (await G("yield typeof process")().next()).value',
  ],
  [
    'a species of promises',
    'class P extends Promise { static get [Symbol.species]() { return P } } return await P.resolve(1).then(() => P.constructor("return typeof process")())',
  ],
  ['a thenable’s resolvers', 'return await { then(done) { done(done.constructor("return typeof process")()) } }'],
  ['a bound function', 'return log.bind(null).constructor("return typeof process")()'],
  [
    'a getter of an intrinsic',
    'return Object.getOwnPropertyDescriptor(Map.prototype, "size").get.constructor("return typeof process")()',
  ],
  ['a tagged template', 'return ((parts) => parts.constructor.constructor("return typeof process")())`x`'],
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
    'Object.getPrototypeOf(function* () {}).prototype.next = () => "stolen"; Iterator.prototype.map = () => "stolen"',
    'Array.prototype.then = (done) => done("stolen"); Object.prototype.toJSON = () => "stolen"',
    'Error.prepareStackTrace = () => "stolen"; Error.stackTraceLimit = 0',
    'Number.prototype.toJSON = () => "stolen"; Date.prototype.toISOString = () => "stolen"',
    'Object.defineProperty(Object.prototype, "polluted", { get: () => "stolen" })',
    'Symbol.for("x").description; globalThis[Symbol.for("stolen")] = contact.email; stolen = globalThis[Symbol.for("stolen")]',
    'contact.__proto__.polluted = 1; contact.constructor.prototype.polluted = 1',
    'Object.setPrototypeOf(contact.constructor.prototype, { polluted: 1 })',
    'Math.random = () => 0; Math.max = () => "stolen"; Date.now = () => 0',
    'Promise.resolve().then(() => { globalThis.stolen = contact.email })',
    'log({ toJSON() { Array.prototype.map = () => "stolen"; return 1 } })',
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
      timeoutMs: PATIENT_MS,
      memoryMb: 32,
    });
    expect(both[1], 'the next contact of the batch').toEqual({ status: 'ok', value: clean });
  });
});

/** Whatever contacts of a batch have in common can carry nothing from one to the next: all of it is frozen. */
it('finds nothing that it could write on, wherever it looks', async () => {
  const source = `
    const seen = new Set(), loose = [];
    const walk = (thing, path) => {
      if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null || seen.has(thing)) return;
      seen.add(thing);
      if (!Object.isFrozen(thing)) loose.push(path);
      walk(Object.getPrototypeOf(thing), path + '.__proto__');
      for (const key of Reflect.ownKeys(thing)) {
        const slot = Object.getOwnPropertyDescriptor(thing, key);
        for (const part of ['value', 'get', 'set']) walk(slot[part], path + '.' + String(key) + ' ' + part);
      }
    };
    const segments = new Intl.Segmenter('en').segment('a');
    // What has no name: each is the script's own, its prototype everybody's.
    const own = { async() {}, *generator() {}, async *both() {}, strict() { 'use strict'; return arguments } };
    const made = [async () => {}, own.generator, own.both, own.generator().__proto__.__proto__, own.both().__proto__.__proto__, [].values(), new Map().keys(),
      new Set().keys(), ''[Symbol.iterator](), 'a'.matchAll(/a/g), Iterator.from({ next() {} }), [].values().map((x) => x), segments, segments[Symbol.iterator](),
      new Uint8Array(1), Object(1n), Object(Symbol()), /(?<a>x)/.exec('x'), ((parts) => parts)\`x\`, Promise.resolve(), Promise.any([]).catch(() => 0), new Error('x'), new Date(),
      ...(typeof Iterator.concat === 'function' ? [Iterator.concat([])] : []), ...(typeof DisposableStack === 'function' ? [new DisposableStack()] : [])];
    walk(globalThis, 'globalThis');
    made.forEach((one, i) => walk(Object.getPrototypeOf(one), 'made ' + i));
    [log, http, console, Object.getOwnPropertyDescriptor(own.strict(), 'callee').get].forEach((one, i) => walk(one, 'given ' + i));
    return loose;`;
  const result = await run(source, 5_000);
  // The guest looks after each contact whether anything was changed on this one: see `wake` in rooms.cjs.
  const watched = ['globalThis.RegExp value.prototype value'];
  expect(result).toEqual({ status: 'ok', value: expect.any(Array) as unknown[] });
  expect((result as unknown as { value: string[] }).value.filter((path) => !watched.includes(path))).toEqual([]);
});

it('keeps U+2028 and U+2029 in input and output whole', async () => {
  const odd = '\u2028\u2029\n"\\';
  const [result] = await sandbox.run({
    source: 'return contact.odd',
    inputs: [{ contact: { odd } }],
    timeoutMs: PATIENT_MS,
    memoryMb: 32,
  });
  expect(result).toEqual({ status: 'ok', value: odd });
});
