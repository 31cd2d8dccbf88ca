// What every guest finds: run once per process into a snapshot, from which each batch gets a fresh context. Time and chance
// are the input's, what reaches beyond a contact is gone, and every intrinsic is frozen: what one contact's run does can
// neither break the guests' own code nor be seen by the next. The guests take `__kit` and leave no trace of it.
'use strict';
const G = globalThis;
const { apply, construct, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty } = Reflect;
const { freeze } = Object;
const { parse, stringify } = JSON;
const { imul } = Math;
const RealDate = Date;
const uncurry =
  (method) =>
  (self, ...args) =>
    apply(method, self, args);
const charCodeAt = uncurry(String.prototype.charCodeAt);
const AsyncFunction = (async () => {}).constructor;
const PlainFunction = Function;
// Newer engines keep an error's stack behind an accessor of the engine's own; it reads internal slots, never user code.
const readStack = getOwnPropertyDescriptor(new Error(), 'stack').get;

// ── Time and chance come from the input: the same input gives the same answer on every machine.
const moment = { at: 0, seed: 0, seeded: true, input: null };
/** A guest's turn begins: it stands at `at`, and draws what `input` makes it draw. */
const begin = (at, input) => {
  moment.at = at;
  moment.input = input;
  moment.seeded = false;
};
const FixedDate = function Date(year) {
  if (new.target === undefined) return `${new RealDate(moment.at)}`;
  const given = arguments.length;
  if (new.target === FixedDate && given < 2) return given === 0 ? new RealDate(moment.at) : new RealDate(year);
  return construct(RealDate, given === 0 ? [moment.at] : arguments, new.target);
};
defineProperty(FixedDate, 'length', { value: RealDate.length, configurable: true });
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
// Mulberry32 seeded by 32-bit FNV-1a of the input's text; most scripts never draw, so the text is read when the first does.
const seedOf = (text) => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = imul(h ^ charCodeAt(text, i), 0x01000193);
  return h;
};
Math.random = () => {
  if (!moment.seeded) {
    moment.seeded = true;
    moment.seed = seedOf(stringify(moment.input));
  }
  moment.seed = (moment.seed + 0x6d2b79f5) | 0;
  let t = imul(moment.seed ^ (moment.seed >>> 15), 1 | moment.seed);
  t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
};

// ── The words of what was thrown, without running any code of the guest's.
const slice = uncurry(String.prototype.slice);
/** A text that was put together is copied whole before anything is cut out of it: of a huge one only its length is told. */
const MOST_TOLD = 1_000_000;
const sliceOf = (text, from, to) =>
  text.length > MOST_TOLD ? `(a text of ${text.length} characters)` : slice(text, from, to);
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
const failure = (error, reason) => {
  try {
    if (typeof error === 'string') return stringify({ __proto__: null, message: sliceOf(error, 0, 500), reason });
    if (typeof error !== 'object' || error === null)
      return stringify({
        __proto__: null,
        message: `threw ${error === null ? 'null' : `a value of type ${typeof error}`}`,
        reason,
      });
    const message = sliceOf(ownText(error, 'message') ?? 'threw an error without a message', 0, 500);
    return stringify({ __proto__: null, message, stack: sliceOf(stackOf(error), 0, 2000), reason });
  } catch {
    return '{"message":"threw an error that cannot be read"}';
  }
};

// ── What a guest may say while it works: `[index, line]`, capped.
const { keys: keysOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const StringPrototype = String.prototype;
/** How many items a list of numbers has, or a text in an object's clothes; 0 for others. */
const lengthOfMany = (value) => {
  if (!isView(value) && getPrototypeOf(value) !== StringPrototype) return 0;
  const { length } = value;
  return typeof length === 'number' ? length : 0;
};
/** Of something logged: values, and characters, that are worth being written as JSON to show the first few. */
const MOST_LOGGED = { values: 20_000, characters: MOST_TOLD, depth: 32 };
const isModest = (value, room, left) => {
  if (typeof value === 'string') return (room.characters -= value.length) >= 0;
  if (typeof value !== 'object' || value === null) return true;
  const isList = isArray(value);
  room.values -= isList ? value.length : lengthOfMany(value);
  if (left === 0 || room.values < 0) return false;
  const keys = isList ? undefined : keysOf(value);
  const length = isList ? value.length : keys.length;
  if (!isList) room.values -= length;
  for (let i = 0; i < length && room.values >= 0; i++)
    if (!isModest(value[isList ? i : keys[i]], room, left - 1)) return false;
  return room.values >= 0;
};
const wordOf = (value) => {
  if (typeof value === 'string') return value;
  try {
    const { values, characters, depth } = MOST_LOGGED;
    if (!isModest(value, { __proto__: null, values, characters }, depth)) return 'something too large to be logged';
    const text = stringify(value);
    return typeof text === 'string' ? text : typeof value;
  } catch {
    return typeof value;
  }
};
const lineOf = (values, most) => {
  let line = '';
  for (let i = 0; i < values.length && line.length < most; i++)
    line += (i > 0 ? ' ' : '') + sliceOf(wordOf(values[i]), 0, most);
  return sliceOf(line, 0, most);
};

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
const isErrorKind = (value) => typeof value === 'function' && (value === Error || getPrototypeOf(value) === Error);
for (const name of ownKeys(G)) {
  const { value } = getOwnPropertyDescriptor(G, name);
  if (isErrorKind(value)) shadowable(value.prototype);
}
shadowable(Object.prototype);
shadowable(Function.prototype);

const iteratorProto = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));
const asyncIteratorProto = getPrototypeOf(getPrototypeOf(async function* () {}.prototype));
// The engine adds its newest features to these when it wakes a context from a snapshot; they are frozen then.
const late = [Error, Math, Promise, RegExp, Atomics, DataView.prototype, iteratorProto, asyncIteratorProto];
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
{
  const segments = new Intl.Segmenter('en').segment('');
  hidden.push(getPrototypeOf(segments), getPrototypeOf(segments[Symbol.iterator]()));
}
if (typeof Iterator === 'function')
  hidden.push(getPrototypeOf(Iterator.from({ next() {} })), getPrototypeOf([].values().map((x) => x)));
const { isFrozen } = Object;
const isObject = (thing) => (typeof thing === 'object' || typeof thing === 'function') && thing !== null;
/** Freezes what hangs on `thing`; `seen` keeps it from running in circles. */
const within = (thing, seen) => {
  frozen(getPrototypeOf(thing), seen);
  for (const key of ownKeys(thing)) {
    const slot = getOwnPropertyDescriptor(thing, key);
    frozen(slot.value, seen);
    frozen(slot.get, seen);
    frozen(slot.set, seen);
  }
};
const frozen = (thing, seen) => {
  if (!isObject(thing) || isFrozen(thing) || seen.has(thing)) return;
  seen.add(thing);
  within(thing, seen);
  if (!late.includes(thing) && thing !== G) freeze(thing);
};
{
  const seen = new Set();
  for (const thing of hidden) frozen(thing, seen);
  for (const thing of late) within(thing, seen);
  for (const name of ownKeys(G)) frozen(getOwnPropertyDescriptor(G, name).value, seen);
  // The regular expressions' memory of the last match.
  for (const key of ownKeys(RegExp))
    if (typeof key === 'string' && !['length', 'name', 'prototype', 'escape'].includes(key)) delete RegExp[key];
}

// ── In each fresh context: what only it has is removed or frozen too. `closed`: nothing may be added to the global object.
const GONE = ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'FinalizationRegistry', 'WeakRef', 'eval', '__kit'];
const known = new Map(late.map((thing) => [thing, new Set(ownKeys(thing))]));
const knownGlobals = new Set(ownKeys(G));
const finish = (closed) => {
  for (const name of GONE) delete G[name];
  const seen = new Set();
  for (const [thing, keys] of known) {
    for (const key of ownKeys(thing)) {
      if (keys.has(key)) continue;
      const slot = getOwnPropertyDescriptor(thing, key);
      frozen(slot.value, seen);
      frozen(slot.get, seen);
    }
    freeze(thing);
  }
  for (const name of ownKeys(G)) {
    if (closed && knownGlobals.has(name)) continue;
    const slot = getOwnPropertyDescriptor(G, name);
    if (isErrorKind(slot.value) && !isFrozen(slot.value)) shadowable(slot.value.prototype);
    if (slot.value !== G) frozen(slot.value, seen);
    if (!closed && 'value' in slot) defineProperty(G, name, { ...slot, writable: false, configurable: false });
  }
  if (closed) freeze(G);
};

G.__kit = {
  parse,
  stringify,
  apply,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ObjectPrototype: Object.prototype,
  RegExpPrototype: RegExp.prototype,
  List: Array,
  fillOf: uncurry(Array.prototype.fill),
  sliceOfList: uncurry(Array.prototype.slice),
  freeze,
  keysOf,
  isArray,
  lengthOfMany,
  now: RealDate.now,
  sliceOf,
  AsyncFunction,
  PlainFunction,
  begin,
  failure,
  lineOf,
  finish,
};
