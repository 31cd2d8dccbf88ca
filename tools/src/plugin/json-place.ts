/** Where something lies in a text: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a text that should be JSON, with its line; null when it is JSON. The engine's own words leave the line out. */
export function jsonFault(text: string): string | null {
  const { fault } = scan(text);
  if (!fault) return null;
  const { line, column } = placeAt(text, fault.at);
  return `line ${line}, column ${column}: ${fault.what}`;
}

/** JSON pointer -> where its value begins, for a text that is JSON. */
export function jsonPlaces(text: string): ReadonlyMap<string, Place> {
  return new Map([...scan(text).values].map(([pointer, at]) => [pointer, placeAt(text, at)]));
}

function placeAt(text: string, at: number): Place {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

interface Scan {
  readonly values: Map<string, number>;
  readonly fault: { readonly at: number; readonly what: string } | null;
}

class Fault extends Error {
  readonly at: number;
  constructor(at: number, what: string) {
    super(what);
    this.at = at;
  }
}

const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y; // eslint-disable-line no-control-regex -- JSON forbids them
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function scan(text: string): Scan {
  const values = new Map<string, number>();
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) return null;
    at += found.length;
    return found;
  };
  const skip = (): void => void take(SPACE);
  const fail = (expected: string): never => {
    const found = text[at];
    const there = found === undefined ? 'the file ends' : /^(\/\/|\/\*)/.test(text.slice(at, at + 2)) ? 'there is a comment, which JSON has not' : found === "'" ? "there is a ', and texts stand in \"" : `there is ${JSON.stringify(found)}`; // prettier-ignore
    throw new Fault(at, `${expected} should come here, and ${there}`);
  };
  const name = (): string => JSON.parse(take(TEXT) ?? fail('a name in double quotes')) as string;
  const list = (end: '}' | ']', one: (index: number) => void): void => {
    at += 1;
    skip();
    if (text[at] === end) return void (at += 1);
    for (let index = 0; ; index++) {
      one(index);
      skip();
      const next = text[at];
      if (next !== ',' && next !== end) fail(`"," or "${end}"`);
      at += 1;
      if (next === end) return;
      skip();
      if (text[at] === end) throw new Fault(at, `after the last "," something more should come, and there is "${end}"`);
    }
  };
  const value = (pointer: string): void => {
    skip();
    values.set(pointer, at);
    if (text[at] === '[') return list(']', (index) => value(`${pointer}/${index}`));
    if (text[at] !== '{') return void (take(TEXT) ?? take(WORD) ?? fail('a value'));
    list('}', () => {
      const key = name();
      skip();
      if (text[at] !== ':') fail('":"');
      at += 1;
      value(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    });
  };
  try {
    value('');
    skip();
    if (at < text.length) fail('nothing more');
    return { values, fault: null };
  } catch (error) {
    if (error instanceof Fault) return { values, fault: { at: error.at, what: error.message } };
    throw error;
  }
}
