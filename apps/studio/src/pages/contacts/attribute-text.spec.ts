import { describe, expect, it } from 'vitest';
import { fromText, toText } from './attribute-text.js';

describe('attributes as text', () => {
  it.each([['杭州'], [18], [true], [null], [['a', 1]], [{ city: '杭州' }]])(
    '%j survives being shown and saved',
    (value) => {
      expect(fromText(toText(value), value)).toEqual(value);
    },
  );

  it('keeps a text a text, even when it looks like a number', () => {
    expect(fromText('18', 'before')).toBe('18');
  });

  it('reads a number where a number was, or where nothing was', () => {
    expect(fromText('18', 3)).toBe(18);
    expect(fromText('18', undefined)).toBe(18);
    expect(fromText('"18"', undefined)).toBe('18');
    expect(fromText('Hangzhou', undefined)).toBe('Hangzhou');
  });
});
