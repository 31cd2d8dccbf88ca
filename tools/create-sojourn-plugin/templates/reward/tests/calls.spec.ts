import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meant, textIn } from '../src/calls.ts';

const answer = (status: number, body: string | { readonly number: number } = '') => ({ status, headers: {}, body });

test('tells what may be asked again from what is refused for good', () => {
  assert.deepEqual([200, 201, 400, 404, 429, 500, 503].map((status) => meant(answer(status))), [
    'done', 'done', 'refused', 'refused', 'later', 'later', 'later',
  ]); // prettier-ignore
  assert.equal(meant({ error: 'timeout', message: '' }), 'later');
  assert.equal(meant({ error: 'refused', message: '' }), 'refused');
});

test('reads fields of an answer, whatever its shape', () => {
  assert.equal(textIn(answer(200, { number: 7 }), 'number'), '7');
  assert.equal(textIn(answer(200, 'busy'), 'number'), '');
});
