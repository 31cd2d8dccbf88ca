import { expect, it } from 'vitest';
import { interpreter } from './interpreter.js';

it('tells the branches of a choice apart by their constant', () => {
  const branch = (mode: string): object => ({
    type: 'object',
    properties: { mode: { const: mode } },
    required: ['mode'],
  });
  expect(interpreter.isValid(branch('event'), { mode: 'event' }, {})).toBe(true);
  expect(interpreter.isValid(branch('duration'), { mode: 'event' }, {})).toBe(false);
});

it('works where functions may not be made from text', () => {
  const original = globalThis.Function;
  globalThis.Function = (() => {
    throw new EvalError('refused by the content security policy');
  }) as unknown as FunctionConstructor;
  try {
    expect(interpreter.isValid({ type: 'string', minLength: 2 }, 'ab', {})).toBe(true);
  } finally {
    globalThis.Function = original;
  }
});
