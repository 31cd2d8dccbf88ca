// Runs inside an isolate, before a script of the canvas. evalClosure makes it the body of a function: `$0`... are the
// host's arguments. It answers `enter`, the only door: bounded, synchronous, texts and numbers in, one text out.
'use strict';
const [body, maxOutput, maxDepth, maxKeys, maxLogs, maxLogLength] = [$0, $1, $2, $3, $4, $5];
const { parse, stringify, freeze, keysOf, isArray, now, AsyncFunction, PlainFunction } = __kit;
const { begin, failure, lineOf, finish, getPrototypeOf, ObjectPrototype, List, fillOf, sliceOfList } = __kit;
const { getOwnPropertyDescriptor, RegExpPrototype } = __kit;
const { lengthOfMany } = __kit;
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

// ── Plain answers go as rows of values: those of one shape share their names, and all are written at once. An answer is read in the
// order of its own keys, whatever was answered before it: a getter cannot tell its batch.
const MAX_SHAPES = 10;
const MAX_ENTRIES = maxKeys < 64 ? maxKeys : 64;
const MAX_PLAIN_DEPTH = maxDepth < 4 ? maxDepth : 4;
/** Characters of names and texts, of which each may be six in JSON, beside 32 for every entry. */
const MAX_CHARACTERS = (maxOutput < 65_536 ? maxOutput : 65_536) / 6 - MAX_ENTRIES * 32;
const shapes = [];
/**
 * The shape of the last answer, entry by entry: the name of a value or that of an object, the others null; and where the entries of
 * an object end.
 */
let shape = freeze({
  names: freeze([]),
  parts: freeze([]),
  ends: freeze([]),
  entries: 0,
  letters: 0,
  tree: '',
  number: '',
});
let { names, parts, ends } = shape;
/** Rows, and values of them that count. Made in full: with frozen prototypes, a list that grows takes the engine's slow way. */
const blank = (length) => fillOf(new List(length), '');
let rows = blank(MAX_ENTRIES);
let taken = 0;
/** Values that are handed over at once: eight for each of a thousand contacts. */
const MAX_ROWS = 8_192;

let entries = 0;
let characters = 0;
/** So far it is of the shape of the last one; what it is of else is written down. */
let known = false;
const keysRead = blank(MAX_ENTRIES);
const endsRead = blank(MAX_ENTRIES);
const diverges = () => {
  known = false;
  for (let i = 0; i < entries; i++) {
    keysRead[i] = names[i] ?? parts[i];
    endsRead[i] = ends[i];
  }
};
/** Appends an answer's values to `rows`; false when only JSON.stringify can say what it is. */
const isPlain = (value, left) => {
  if (left === 0 || isArray(value) || getPrototypeOf(value) !== ObjectPrototype) return false;
  const first = entries;
  // It inherits none: these are its own.
  for (const key in value) {
    const item = value[key];
    if (entries === MAX_ENTRIES) return false;
    switch (typeof item) {
      case 'string':
        characters += item.length;
        break;
      case 'number':
      case 'boolean':
        break;
      case 'object': {
        if (item === null) break;
        if (known && parts[entries] !== key) diverges();
        if (!known) keysRead[entries] = key;
        const at = entries++;
        if (!isPlain(item, left - 1)) return false;
        if (known && ends[at] !== entries) diverges();
        if (!known) endsRead[at] = entries;
        continue;
      }
      default:
        return false;
    }
    if (known && names[entries] !== key) diverges();
    if (!known) {
      keysRead[entries] = key;
      endsRead[entries] = 0;
    }
    entries += 1;
    rows[taken++] = item;
  }
  // Nothing of its own, or a first character: it may be a text in an object's clothes.
  return entries > first && (known || keysRead[first] !== '0');
};

/** What was read, from one entry to another: as a tree of names, and as JSON. */
const treeRead = (from, to) => {
  let text = '';
  for (let at = from; at < to; at = endsRead[at] || at + 1) {
    const end = endsRead[at];
    text += `${at === from ? '' : ','}[${stringify(keysRead[at])},${end === 0 ? '0' : treeRead(at + 1, end)}]`;
  }
  return `[${text}]`;
};
let valueAt = 0;
const textRead = (from, to) => {
  let text = '';
  for (let at = from; at < to; at = endsRead[at] || at + 1) {
    const end = endsRead[at];
    const json = end === 0 ? stringify(rows[valueAt++]) : textRead(at + 1, end);
    text += `${at === from ? '' : ','}${stringify(keysRead[at])}:${json}`;
  }
  return `{${text}}`;
};
/** The shape of what was read, new or not; undefined when there are too many. */
const shapeRead = () => {
  const tree = treeRead(0, entries);
  for (let i = 0; i < shapes.length; i++) if (shapes[i].tree === tree) return shapes[i];
  if (shapes.length === MAX_SHAPES) return undefined;
  const made = { names: [], parts: [], ends: [], entries, letters: lettersRead(), tree, number: `${shapes.length}` };
  for (let i = 0; i < entries; i++) {
    const isPart = endsRead[i] !== 0;
    made.names[i] = isPart ? null : keysRead[i];
    made.parts[i] = isPart ? keysRead[i] : null;
    made.ends[i] = endsRead[i];
  }
  shapes[shapes.length] = made;
  return made;
};
const lettersRead = () => {
  let letters = 0;
  for (let i = 0; i < entries; i++) letters += keysRead[i].length;
  return letters;
};
/** The row that was read last, as JSON; it is no row any more. */
const unpacked = (first) => {
  if (known) diverges();
  valueAt = first;
  const json = textRead(0, entries);
  taken = first;
  return json;
};

/** How the last answer was taken: `V`, as JSON; `E`, what went wrong; or the number of its shape, as the last row. */
let kind = 'V';
const textOf = (value, asRow) => {
  kind = 'E';
  let json = 'null';
  const first = taken;
  try {
    if (typeof value === 'object' && value !== null) {
      entries = characters = 0;
      known = asRow && shape.entries > 0;
      if (isPlain(value, MAX_PLAIN_DEPTH)) {
        if (known && entries !== shape.entries) diverges();
        characters += known ? shape.letters : lettersRead();
        if (characters <= MAX_CHARACTERS) {
          if (!asRow) return asText(unpacked(first));
          if (!known) {
            const found = shapeRead();
            if (found === undefined) return asText(unpacked(first));
            shape = found;
            ({ names, parts, ends } = shape);
          }
          kind = shape.number;
          return '';
        }
      }
      taken = first;
      counted = read = 0;
      refuseOversize(value, maxDepth);
    } else if (typeof value === 'string' && value.length > maxOutput) return TOO_LONG;
    if (value !== undefined) json = stringify(value);
  } catch (error) {
    taken = first;
    return failure(error, 'rejected');
  }
  if (typeof json !== 'string') return NO_DATA;
  if (json.length > maxOutput) return TOO_LONG;
  return asText(json);
};
const asText = (json) => {
  kind = 'V';
  return json;
};
/** Takes the rows, and the tree of each shape. */
const takenRows = () => {
  let text = stringify(sliceOfList(rows, 0, taken));
  for (let i = 0; i < shapes.length; i++) text += ',' + shapes[i].tree;
  taken = 0;
  return text;
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

// ── Inputs as columns of values (src/packed-inputs.ts). Objects are built by a function for each shape, in which nothing is
// written but its names.
const expressionOf = (tree, next) => {
  if (tree === 0) return `v${next.value++}[at]`;
  if (tree === 1) return `c${next.constant++}`;
  if (tree === 2) return '[]';
  if (tree === 3) return `v${next.value++}[at]*1073741824+v${next.value++}[at]`;
  if (typeof tree === 'number') return `v${next.value++}[at]/${tree}`;
  let text = '';
  for (let i = 0; i < tree.length; i++)
    text += `${i === 0 ? '' : ','}${stringify(tree[i][0])}:${expressionOf(tree[i][1], next)}`;
  return `{${text}}`;
};
const builderOf = (group) => {
  const [tree, constants, columns] = group;
  if (tree === 0) {
    const column = columns[0];
    return (at) => column[at];
  }
  const next = { value: 0, constant: 0 };
  const expression = expressionOf(tree, next);
  let names = '';
  for (let i = 0; i < next.constant; i++) names += `const c${i}=c[${i}];`;
  for (let i = 0; i < next.value; i++) names += `const v${i}=v[${i}];`;
  return new PlainFunction('c', 'v', `${names}return (at) => (${expression})`)(constants, columns);
};
let order = null;
let builders = [];
/** For each input its row. */
let places = [];
let ready = 0;
const load = (text, count) => {
  const groups = parse(text);
  order = groups[0];
  builders = [];
  places = [];
  for (let i = 1; i < groups.length; i++) builders[i - 1] = builderOf(groups[i]);
  ready = count;
  rows = blank(count * 8 < MAX_ROWS ? count * 8 + MAX_ENTRIES : MAX_ROWS);
  if (order === null) return;
  const next = fillOf(new List(builders.length), 0);
  places = blank(count);
  for (let i = 0; i < count; i++) places[i] = next[order[i]]++;
};
const inputAt = (index) => (order === null ? builders[0](index) : builders[order[index]](places[index]));

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
    if (answers.length + packed > FULL || taken + MAX_ENTRIES > rows.length || after - began >= sliceMs) break;
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
    if (a !== '') load(a, b);
    return waits ? 'waits' : '';
  }
  if (op === 'together') return together(a, b, c);
  if (op === 'alone') return alone(a, b);
  return finished();
};
