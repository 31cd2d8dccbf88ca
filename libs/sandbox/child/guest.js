// Runs inside the isolate before any user code, as the body of a function: `$0`... are the host's arguments.
// Everything it needs later is captured here, and every intrinsic is frozen at the end: what one contact's run
// does can then neither break this code nor be seen by the next contact of the batch.
'use strict';
const [done, say, body, maxOutput, maxDepth, maxKeys, maxLogs, maxLogLength] = [$0, $1, $2, $3, $4, $5, $6, $7];
const G = globalThis;
const { parse, stringify } = JSON;
const { apply, construct, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty } = Reflect;
const { freeze } = Object;
const uncurry =
  (method) =>
  (self, ...args) =>
    apply(method, self, args);
const sliceOf = uncurry(String.prototype.slice);
const charCodeAt = uncurry(String.prototype.charCodeAt);
const { imul } = Math;
const AsyncFunction = (async () => {}).constructor;
const RealDate = Date;
// Newer engines keep an error's stack behind an accessor of the engine's own; it reads internal slots, never user code.
const readStack = getOwnPropertyDescriptor(new Error(), 'stack').get;

// ── Removed: shared memory, machine code, what shows the garbage collector, and the regex engine's memory of the last match.
for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'FinalizationRegistry', 'WeakRef', 'eval'])
  delete G[name];
for (const key of ownKeys(RegExp))
  if (typeof key === 'string' && !['length', 'name', 'prototype', 'escape'].includes(key)) delete RegExp[key];

// ── Time and chance come from the input: the same input gives the same answer on every machine.
const moment = { at: 0, seed: 0 };
const FixedDate = function Date(...args) {
  if (new.target === undefined) return `${new RealDate(moment.at)}`;
  return construct(RealDate, args.length === 0 ? [moment.at] : args, new.target);
};
FixedDate.prototype = RealDate.prototype;
RealDate.prototype.constructor = FixedDate;
FixedDate.now = () => moment.at;
FixedDate.parse = RealDate.parse;
FixedDate.UTC = RealDate.UTC;
defineProperty(G, 'Date', { value: FixedDate, writable: true, configurable: true, enumerable: false });
const formatProto = Intl.DateTimeFormat.prototype;
const realFormat = getOwnPropertyDescriptor(formatProto, 'format').get;
const realParts = formatProto.formatToParts;
defineProperty(formatProto, 'format', {
  configurable: true,
  get() {
    const format = apply(realFormat, this, []);
    return (date) => format(date === undefined ? moment.at : date);
  },
});
formatProto.formatToParts = function formatToParts(date) {
  return apply(realParts, this, [date === undefined ? moment.at : date]);
};
// Mulberry32 seeded by 32-bit FNV-1a of the input's text.
Math.random = () => {
  moment.seed = (moment.seed + 0x6d2b79f5) | 0;
  let t = imul(moment.seed ^ (moment.seed >>> 15), 1 | moment.seed);
  t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
};
const seedOf = (text) => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = imul(h ^ charCodeAt(text, i), 0x01000193);
  return h;
};

// ── What a script may say while it works.
let said = 0;
const wordOf = (value) => {
  if (typeof value === 'string') return value;
  try {
    const text = stringify(value);
    return typeof text === 'string' ? text : typeof value;
  } catch {
    return typeof value;
  }
};
const log = (...values) => {
  if (said >= maxLogs) return;
  said += 1;
  let line = '';
  for (let i = 0; i < values.length && line.length < maxLogLength; i++)
    line += (i > 0 ? ' ' : '') + sliceOf(wordOf(values[i]), 0, maxLogLength);
  say(sliceOf(line, 0, maxLogLength));
};
G.console = { log, info: log, warn: log, error: log, debug: log };

// ── Frozen intrinsics. A plain `error.name = '...'` or `object.toString = ...` must still work on a script's own
// objects, so the inherited slots most often shadowed become accessors that define on the receiver.
const shadowable = (proto) => {
  for (const key of ownKeys(proto)) {
    const slot = getOwnPropertyDescriptor(proto, key);
    if (!slot.configurable || !('value' in slot) || typeof key === 'symbol') continue;
    const { value } = slot;
    defineProperty(proto, key, {
      configurable: true,
      enumerable: slot.enumerable,
      get: () => value,
      set(next) {
        if (this !== proto)
          defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
      },
    });
  }
};
for (const name of ownKeys(G)) {
  const { value } = getOwnPropertyDescriptor(G, name);
  if (typeof value === 'function' && (value === Error || getPrototypeOf(value) === Error)) shadowable(value.prototype);
}
shadowable(Object.prototype);
shadowable(Function.prototype);

const hidden = [
  AsyncFunction,
  function* () {}.constructor,
  async function* () {}.constructor,
  getPrototypeOf([][Symbol.iterator]()),
  getPrototypeOf(''[Symbol.iterator]()),
  getPrototypeOf(new Map().entries()),
  getPrototypeOf(new Set().values()),
  getPrototypeOf(''.matchAll(/./g)),
  getPrototypeOf(Uint8Array),
];
if (typeof Iterator === 'function')
  hidden.push(getPrototypeOf(Iterator.from({ next() {} })), getPrototypeOf([].values().map((x) => x)));
const reached = new Set();
const frozen = (thing) => {
  if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null || reached.has(thing)) return;
  reached.add(thing);
  frozen(getPrototypeOf(thing));
  for (const key of ownKeys(thing)) {
    const slot = getOwnPropertyDescriptor(thing, key);
    frozen(slot.value);
    frozen(slot.get);
    frozen(slot.set);
  }
  freeze(thing);
};
frozen(log);
for (const thing of hidden) frozen(thing);
frozen(G);

// ── One run per contact.
const ownText = (error, key) => {
  const slot = getOwnPropertyDescriptor(error, key);
  return slot !== undefined && typeof slot.value === 'string' ? slot.value : undefined;
};
const stackOf = (error) => {
  const slot = getOwnPropertyDescriptor(error, 'stack');
  if (slot === undefined) return '';
  const stack = readStack !== undefined && slot.get === readStack ? apply(readStack, error, []) : slot.value;
  return typeof stack === 'string' ? stack : '';
};
const failure = (error) => {
  try {
    if (typeof error === 'string') return stringify({ __proto__: null, message: sliceOf(error, 0, 500) });
    if (typeof error !== 'object' || error === null)
      return stringify({
        __proto__: null,
        message: `threw ${error === null ? 'null' : `a value of type ${typeof error}`}`,
      });
    const message = sliceOf(ownText(error, 'message') ?? 'threw an error without a message', 0, 500);
    return stringify({ __proto__: null, message, stack: sliceOf(stackOf(error), 0, 2000) });
  } catch {
    return '{"message":"threw an error that cannot be read"}';
  }
};

// The host checks again; here it spares an engine that slows down with the square of the depth, and answers that
// double with every level.
let counted = 0;
const refuseOversize = (value, left) => {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw new RangeError(`the script returned objects nested deeper than ${maxDepth}`);
  const keys = ownKeys(value);
  counted += keys.length;
  // Twice: an array's length is a key here, keys without data are not in the JSON.
  if (counted > maxKeys * 2) throw new RangeError(`the script returned more than ${maxKeys} values`);
  for (let i = 0; i < keys.length; i++) {
    const slot = getOwnPropertyDescriptor(value, keys[i]);
    if (slot !== undefined) refuseOversize(slot.value, left - 1);
  }
};

let program;
let fault;
try {
  program = freeze(new AsyncFunction('contact', 'context', 'log', body));
} catch (error) {
  fault = 'E' + failure(error);
}

return function dispatch(turn, text) {
  if (fault !== undefined) return done(turn, fault);
  said = 0;
  const input = parse(text);
  moment.at = typeof input.at === 'number' ? input.at : 0;
  moment.seed = seedOf(text);
  (async () => {
    let answer;
    try {
      const value = await program(input.contact === undefined ? input : input.contact, input, log);
      counted = 0;
      refuseOversize(value, maxDepth);
      const json = stringify(value === undefined ? null : value);
      if (typeof json !== 'string') answer = 'E{"message":"the script returned something that is not data"}';
      else if (json.length > maxOutput)
        answer = 'E' + stringify({ __proto__: null, message: `the script returned more than ${maxOutput} characters` });
      else answer = 'V' + json;
    } catch (error) {
      answer = 'E' + failure(error);
    }
    done(turn, answer);
  })();
};
