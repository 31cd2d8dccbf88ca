import { describe, expect, it } from 'vitest';
import { jsonFault, jsonPlaces } from './json-place.js';

describe('a text that is no JSON', () => {
  it.each<[string, RegExp]>([
    ['{\n  "a": 1,,\n}', /^line 2, column 10: a name in double quotes should come here, and there is ","$/],
    ['{\n  "a": 1,\n}', /^line 3, column 1: after the last "," something more should come, and there is "}"$/],
    ['{\n  "a": }', /^line 2, column 8: a value should come here, and there is "}"$/],
    ['{\n  "a" 1 }', /^line 2, column 7: ":" should come here/],
    ['{ "a": [1 2] }', /^line 1, column 11: "," or "]" should come here/],
    ['{\n  // why\n  "a": 1 }', /^line 2, column 3: .*a comment, which JSON has not$/],
    ["{ 'a': 1 }", /texts stand in "$/],
    ['{ "a": 1', /the file ends$/],
    ['', /^line 1, column 1: a value should come here, and the file ends$/],
    ['{} {}', /^line 1, column 4: nothing more should come here/],
    ['{ "a": "x\ny" }', /^line 1, column 8/],
  ])('%j', (text, words) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonFault(text)).toMatch(words);
  });
});

it('knows where every value of a JSON text begins', () => {
  const value = { a: [1, { 'b/c': 'x\\"' }], d: -1.5e3, e: {}, f: [] };
  const text = JSON.stringify(value, null, 2);
  expect(jsonFault(text)).toBeNull();
  expect(jsonPlaces(text).get('/a/1/b~1c')).toEqual({ line: 5, column: 14 });
  expect(jsonPlaces(text).get('/d')?.line).toBe(8);
});
