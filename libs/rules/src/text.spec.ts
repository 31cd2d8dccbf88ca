import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareText, isWellFormed } from './text.js';

it('compareText orders as the bytes of UTF-8 do', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'é', '上', '\ue000', '\uffee', '😀', '\u{10ffff}', '\0'),
    maxLength: 4,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

it('isWellFormed knows half a pair', () => {
  expect(['', 'a', '😀', '\ud83d', '\ude00\ud83d', 'a\udc00'].map(isWellFormed)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
