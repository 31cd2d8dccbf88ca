// Runs inside an isolate, before a script of the canvas and after packed-guest.js, in one function: `$0`... are the host's
// arguments. It answers `enter`, the only door: bounded, synchronous, texts and numbers in, one text out.
'use strict';
const [body, maxOutput, maxDepth, maxKeys, maxLogs, maxLogLength] = [$0, $1, $2, $3, $4, $5];
const { keysOf, now, AsyncFunction, begin, failure, lineOf, finish, lengthOfMany } = __kit;
const { getOwnPropertyDescriptor, RegExpPrototype } = __kit;
bound(maxKeys, maxDepth, maxOutput);
/** Characters of answers after which they are handed over. */
const FULL = 131_072;

let said = 0;
let turn = 0;
let lines = [];
const log = (...values) => {
  if (said >= maxLogs) return;
  said += 1;
  lines[lines.length] = [turn, lineOf(values, maxLogLength)];
};
globalThis.console = freeze({ log, info: log, warn: log, error: log, debug: log });
// Scripts find no network. One that looks for it is told so as a network would: by a promise that is not kept.
const refusal = freeze(
  new TypeError('http is not given to scripts of the canvas: a plugin with the capability http may call out'),
);
globalThis.http = async () => {
  throw refusal;
};
finish(true);
freeze(log);

// The host checks again; here it spares an engine that slows down with the square of the depth, and answers that
// double with every level.
let counted = 0;
const count = (more) => {
  counted += more;
  if (!(counted <= maxKeys)) throw new RangeError(`the script returned more than ${maxKeys} values`);
};
/** Characters of texts and names that are worth being written as JSON; what it comes to is looked at then. */
const MAX_READ = maxOutput * 16;
let read = 0;
const countText = (text) => {
  read += text.length;
  if (!(read <= MAX_READ)) throw new RangeError(`the script returned more than ${maxOutput} characters`);
};
const refuseOversize = (value, left) => {
  if (left === 0) throw new RangeError(`the script returned objects nested deeper than ${maxDepth}`);
  if (isArray(value)) {
    const { length } = value;
    count(length);
    for (let i = 0; i < length; i++) {
      const item = value[i];
      if (typeof item === 'string') countText(item);
      else if (typeof item === 'object' && item !== null) refuseOversize(item, left - 1);
    }
    return;
  }
  // Before its names are made: there may be millions.
  if (lengthOfMany(value) > maxKeys) count(lengthOfMany(value));
  const keys = keysOf(value);
  count(keys.length);
  for (let i = 0; i < keys.length; i++) {
    countText(keys[i]);
    const item = value[keys[i]];
    if (typeof item === 'string') countText(item);
    else if (typeof item === 'object' && item !== null) refuseOversize(item, left - 1);
  }
};
const rejected = (message) => stringify({ __proto__: null, message, reason: 'rejected' });
const NO_DATA = rejected('the script returned something that is not data');
const TOO_LONG = rejected(`the script returned more than ${maxOutput} characters`);

const textOf = (value, asRow) => {
  kind = 'E';
  let json = 'null';
  const first = taken;
  try {
    if (typeof value === 'object' && value !== null) {
      const plain = plainOf(value, asRow);
      if (plain !== undefined) return plain;
      counted = read = 0;
      refuseOversize(value, maxDepth);
    } else if (typeof value === 'string' && value.length > maxOutput) return TOO_LONG;
    if (value !== undefined) json = stringify(value);
  } catch (error) {
    taken = first;
    kind = 'E';
    return failure(error, 'rejected');
  }
  if (typeof json !== 'string') return NO_DATA;
  if (json.length > maxOutput) return TOO_LONG;
  kind = 'V';
  return json;
};

// Without the word there is nothing to wait for: a plain function answers at once, and many contacts share one entry.
const waits = /\bawait\b/.test(body);
let program;
let fault;
try {
  program = freeze(new (waits ? AsyncFunction : PlainFunction)('contact', 'context', 'log', body));
} catch (error) {
  fault = failure(error, 'syntax');
}

// All that a contact could leave to the next one is what rooms.cjs makes V8 put on RegExp.prototype.
const loose = getOwnPropertyDescriptor(RegExpPrototype, 'linear');
if (loose !== undefined && loose.get !== undefined) freeze(loose.get);
const isSoiled = () => {
  const now = getOwnPropertyDescriptor(RegExpPrototype, 'linear');
  if (now === undefined || loose === undefined) return now !== loose;
  return now.get !== loose.get || now.set !== loose.set || now.enumerable || !now.configurable;
};

const called = (input) => {
  said = 0;
  begin(typeof input.at === 'number' ? input.at : 0, input);
  return program(input.contact === undefined ? input : input.contact, input, log);
};
/** After its answer a script has nothing to say. */
const over = () => {
  said = maxLogs;
  begin(0, null);
};
const linesSaid = () => {
  const all = lines;
  lines = [];
  return all;
};

/**
 * Contacts from `from` on, in one entry. Stops early: when the slice of time is over or the answers are many, before a
 * contact that took as long as one may (`slow`) or that answered a promise (`waits`): such a one is entered alone.
 */
const together = (from, limitMs, sliceMs) => {
  const began = now();
  let before = began;
  let answers = '';
  let packed = 0;
  let kinds = '';
  let stop = '';
  for (turn = from; turn < ready; turn++) {
    if (isSoiled()) {
      stop = 'soiled';
      break;
    }
    let text;
    const logged = lines.length;
    const first = taken;
    try {
      const value = called(inputAt(turn));
      if (
        ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
        typeof value.then === 'function'
      )
        stop = 'waits';
      else text = textOf(value, true);
    } catch (error) {
      kind = 'E';
      text = failure(error);
    }
    const after = now();
    if (after - before >= limitMs) stop = 'slow';
    if (stop !== '') {
      taken = first;
      lines.length = logged;
      break;
    }
    before = after;
    kinds += kind;
    if (kind === 'V' || kind === 'E') answers += answers === '' ? text : ',' + text;
    else packed += characters + entries * 8;
    if (answers.length + packed > FULL || taken + mostEntries > rows.length || after - began >= sliceMs) break;
  }
  over();
  const head = stringify({ __proto__: null, kinds, stop, lines: linesSaid() });
  return `${head.length}:${head}[[${answers}],${takenRows()}]`;
};

// ── One contact in an entry of its own. What it left for later is done when the entry ends, so the next entry, or
// `heard`, finds its answer; none: it waits for something that never comes.
let answered = null;
const finished = () => {
  const text = answered;
  answered = null;
  over();
  if (text === null) return '';
  const said = stringify(linesSaid());
  return `${said.length}:${said}${text}`;
};
const alone = (index, text) => {
  const previous = finished();
  lines = [];
  turn = index;
  if (isSoiled()) {
    answered = 'S';
    return previous;
  }
  const settle = (outcome) => {
    if (turn !== index || answered !== null) return;
    answered = outcome;
    said = maxLogs;
  };
  (async () => {
    let outcome;
    try {
      const value = await called(parse(text));
      const json = textOf(value, false);
      outcome = kind + json;
    } catch (error) {
      outcome = 'E' + failure(error);
    }
    settle(outcome);
  })();
  return previous;
};

return function enter(op, a, b, c) {
  if (op === 'load') {
    if (fault !== undefined) return 'E' + fault;
    if (a !== '') load(parse(a), b);
    return waits ? 'waits' : '';
  }
  if (op === 'together') return together(a, b, c);
  if (op === 'alone') return alone(a, b);
  return finished();
};
