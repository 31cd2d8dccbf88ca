// Inside the isolate, before the code of both guests and in the same function: inputs that crossed as columns, answers as rows.
'use strict';
/* eslint-disable @typescript-eslint/no-unused-vars -- the guests use what is here */
const { parse, stringify, freeze, isArray, PlainFunction } = __kit;
const { getPrototypeOf, ObjectPrototype, List, fillOf, sliceOfList } = __kit;

// ── Plain answers go as rows of values: those of one shape share their names, and all are written at once. An answer is read in the
// order of its own keys, whatever was answered before it: a getter cannot tell its batch.
const MAX_SHAPES = 10;
let mostEntries = 64;
let mostDepth = 4;
/** Characters of names and texts, of which each may be six in JSON, beside 32 for every entry. */
let mostCharacters = 65_536 / 6 - mostEntries * 32;
/** No answer may be more than that as a row. */
const bound = (keys, depth, output) => {
  if (keys < mostEntries) mostEntries = keys;
  if (depth < mostDepth) mostDepth = depth;
  if (output < 65_536) mostCharacters = output / 6 - mostEntries * 32;
};
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
let rows = blank(mostEntries);
let taken = 0;
/** Values of one contact that there is room for, at least, in that of all; and how many are handed over at once. */
const ROOM = 8;
const MAX_ROWS = 8_192;

let entries = 0;
let characters = 0;
/** So far it is of the shape of the last one; what it is of else is written down. */
let known = false;
const keysRead = blank(mostEntries);
const endsRead = blank(mostEntries);
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
    if (entries === mostEntries) return false;
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
/** A plain answer as the last row (''), or as JSON; undefined: only JSON.stringify can say what it is. Throws what its getters do. */
const plainOf = (value, asRow) => {
  const first = taken;
  entries = characters = 0;
  known = asRow && shape.entries > 0;
  if (isPlain(value, mostDepth)) {
    if (known && entries !== shape.entries) diverges();
    characters += known ? shape.letters : lettersRead();
    if (characters <= mostCharacters) {
      kind = 'V';
      if (!asRow) return unpacked(first);
      if (!known) {
        const found = shapeRead();
        if (found === undefined) return unpacked(first);
        shape = found;
        ({ names, parts, ends } = shape);
      }
      kind = shape.number;
      return '';
    }
  }
  taken = first;
  return undefined;
};
/** Takes the rows, and the tree of each shape. */
const takenRows = () => {
  let text = stringify(sliceOfList(rows, 0, taken));
  for (let i = 0; i < shapes.length; i++) text += ',' + shapes[i].tree;
  taken = 0;
  return text;
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
const load = (groups, count) => {
  order = groups[0];
  builders = [];
  places = [];
  for (let i = 1; i < groups.length; i++) builders[i - 1] = builderOf(groups[i]);
  ready = count;
  rows = blank(count * ROOM < MAX_ROWS ? count * ROOM + mostEntries : MAX_ROWS);
  if (order === null) return;
  const next = fillOf(new List(builders.length), 0);
  places = blank(count);
  for (let i = 0; i < count; i++) places[i] = next[order[i]]++;
};
const inputAt = (index) => (order === null ? builders[0](index) : builders[order[index]](places[index]));
