import { expect, it } from 'vitest';
import { Redactor } from './redact.js';

const SECRET = 'a/b+c&d"e';

it.each([
  ['as it is', SECRET],
  ['in an address', encodeURIComponent(SECRET)],
  ['in an address, in small letters', encodeURIComponent(SECRET).toLowerCase()],
  ['in a form', new URLSearchParams({ a: SECRET }).toString()],
  ['in JSON', JSON.stringify({ a: SECRET })],
  ['in JSON of PHP', JSON.stringify({ a: SECRET }).replaceAll('/', '\\/')],
  ['in a page', '<b>a/b+c&amp;d&quot;e</b>'],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
])('a secret is taken out %s', (_, text) => {
  const seen = new Redactor([SECRET]).text(`<${text}>`);
  expect(seen).toContain('[credential]');
  expect(seen).not.toContain(text);
});

it('a secret of digits is taken out of numbers too', () =>
  expect(new Redactor(['12345678']).json({ a: [12345678, 1234567, { 12345678: '12345678' }] })).toEqual({ a: ['[credential]', 1234567, { '[credential]': '[credential]' }] })); // prettier-ignore
