// Runs inside an isolate, before a plugin's bundle and after packed-guest.js, in one function: `$0`... are the host's arguments. It answers `enter`, the only door. No entry waits: what the plugin awaits of the host is laid in a queue that
// `poll` hands out, and `settle` brings the replies. Between entries the host holds no thread of this isolate.
'use strict';
const [at, seed, maxCalls, maxArguments, maxOutput, maxLogs, maxLogLength] = [$0, $1, $2, $3, $4, $5, $6];
const { apply, getOwnPropertyDescriptor, begin, failure, lineOf, finish } = __kit;
const P = Promise;
/** Calls beyond the limit that are told so, before a plugin that goes on asking is given up. */
const PATIENCE = 200;
const NO_BUDGET = `{"error":{"code":"budget","message":"not carried out: this call may ask the host ${maxCalls} times"}}`;

let said = 0;
let lines = [];
const log = (...values) => {
  if (said >= maxLogs) return;
  said += 1;
  lines[lines.length] = lineOf(values, maxLogLength);
};
globalThis.console = freeze({ log, info: log, warn: log, error: log, debug: log });
// Nothing may be changed; the bundle may add its one name.
finish(false);

/** How it ended: '' not yet, 'V' with a text, 'P' with decisions as rows, 'E' with what went wrong, 'X' beyond its limits. */
let ended = '';
let outcome = '';
const end = (kind, text) => {
  if (ended !== '') return;
  ended = kind;
  outcome = text;
};

let asked = 0;
let queue = [];
// Without a prototype: a name in it is only ever a call's number.
let waiting = { __proto__: null };
const host = (op, args) => {
  if (typeof op !== 'string' || op.length > 64 || typeof args !== 'string')
    throw new TypeError('host(op, argsJson): two texts');
  if (args.length > maxArguments)
    throw new RangeError(`host: the arguments are longer than ${maxArguments} characters`);
  asked += 1;
  if (asked > maxCalls + PATIENCE) end('X', `asked the host more than ${maxCalls} times`);
  if (ended !== '') return new P(() => {});
  if (asked > maxCalls) return new P((resolve) => resolve(NO_BUDGET));
  const id = asked;
  queue[queue.length] = [id, op, args];
  return new P((resolve) => {
    waiting[id] = resolve;
  });
};
freeze(log);
host.log = log;
freeze(host);

// ── Items cross as columns. A bundle that has `batch` takes them as objects and answers objects, an older one JSON.
const inputOf = (text, count) => {
  const all = parse(text);
  const input = all[0];
  load(sliceOfList(all, 1, all.length), count);
  const items = blank(count);
  for (let i = 0; i < count; i++) items[i] = inputAt(i);
  input.items = items;
  return input;
};
const TOO_LONG = `answered more than ${maxOutput} characters`;
/** Decisions as rows, and as JSON what is none. Throws what their getters do. */
const endWith = (answer) => {
  const decisions = typeof answer === 'object' && answer !== null ? answer.decisions : undefined;
  if (!isArray(decisions)) return end('V', 'null');
  const { length } = decisions;
  let kinds = '';
  let others = '';
  let packed = 0;
  rows = blank(length * ROOM * 2 < MAX_ROWS * 4 ? length * ROOM * 2 + mostEntries : MAX_ROWS * 4);
  for (let i = 0; i < length; i++) {
    const decision = decisions[i];
    const isObject = typeof decision === 'object' && decision !== null;
    let text = isObject ? plainOf(decision, taken + mostEntries <= rows.length) : undefined;
    if (text === undefined) {
      kind = 'V';
      text = stringify(decision) ?? 'null';
    }
    kinds += kind;
    if (kind === 'V') others += others === '' ? text : ',' + text;
    else packed += characters + entries * 8;
    if (others.length + packed > maxOutput) return end('X', TOO_LONG);
  }
  const text = `${kinds.length}:${kinds}[[${others}],${takenRows()}]`;
  if (text.length > maxOutput) return end('X', TOO_LONG);
  end('P', text);
};

/** `count`: of the items in `text`, or -1, and it is JSON for the bundle. */
const start = (entry, text, count) => {
  begin(at, seed);
  (async () => {
    try {
      const slot = getOwnPropertyDescriptor(globalThis, 'sojournPlugin');
      const plugin = slot === undefined ? undefined : slot.value;
      if ((typeof plugin !== 'object' && typeof plugin !== 'function') || plugin === null)
        return end('E', '{"message":"the bundle leaves no sojournPlugin behind"}');
      const { call } = plugin;
      if (typeof call !== 'function') return end('E', '{"message":"sojournPlugin has no function call"}');
      if (count >= 0) {
        const { batch } = plugin;
        if (typeof batch === 'function') return endWith(await apply(batch, plugin, [inputOf(text, count), host]));
      }
      const json = count >= 0 ? stringify(inputOf(text, count)) : text;
      const answer = await apply(call, plugin, [entry, json, host]);
      if (typeof answer !== 'string')
        return end('E', '{"message":"sojournPlugin.call answered something that is not text"}');
      if (answer.length > maxOutput) return end('X', TOO_LONG);
      end('V', answer);
    } catch (error) {
      end('E', failure(error));
    }
  })();
};
const settle = (replies) => {
  const all = parse(replies);
  for (let i = 0; i < all.length; i++) {
    const [id, reply] = all[i];
    const resolve = waiting[id];
    delete waiting[id];
    if (resolve !== undefined) resolve(reply);
  }
};
const poll = () => {
  const head = stringify({ __proto__: null, ended, calls: ended === '' ? queue : [], lines });
  queue = [];
  lines = [];
  return `${head.length}:${head}${outcome}`;
};

return function enter(op, a, b, c) {
  if (op === 'start') return start(a, b, c);
  if (op === 'settle') return settle(a);
  return poll();
};
