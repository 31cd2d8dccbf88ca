// Runs inside an isolate, before a plugin's bundle. evalClosure makes it the body of a function: `$0`... are the host's
// arguments. It answers `enter`, the only door. No entry waits: what the plugin awaits of the host is laid in a queue that
// `poll` hands out, and `settle` brings the replies. Between entries the host holds no thread of this isolate.
'use strict';
const [at, seed, maxCalls, maxArguments, maxOutput, maxLogs, maxLogLength] = [$0, $1, $2, $3, $4, $5, $6];
const { parse, stringify, apply, freeze, getOwnPropertyDescriptor, begin, failure, lineOf, finish } = __kit;
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

/** How it ended: '' not yet, 'V' with a text, 'E' with what went wrong, 'X' beyond its limits. */
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

const start = (entry, input) => {
  begin(at, seed);
  (async () => {
    try {
      const slot = getOwnPropertyDescriptor(globalThis, 'sojournPlugin');
      const plugin = slot === undefined ? undefined : slot.value;
      if ((typeof plugin !== 'object' && typeof plugin !== 'function') || plugin === null)
        return end('E', '{"message":"the bundle leaves no sojournPlugin behind"}');
      const { call } = plugin;
      if (typeof call !== 'function') return end('E', '{"message":"sojournPlugin has no function call"}');
      const answer = await apply(call, plugin, [entry, input, host]);
      if (typeof answer !== 'string')
        return end('E', '{"message":"sojournPlugin.call answered something that is not text"}');
      if (answer.length > maxOutput) return end('X', `answered more than ${maxOutput} characters`);
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

return function enter(op, a, b) {
  if (op === 'start') return start(a, b);
  if (op === 'settle') return settle(a);
  return poll();
};
