import { expect, it } from 'vitest';
import { FIRST_TRIAL, isRunnable, requestOf } from './trial.js';

it('asks for the newest contacts at first', () => {
  expect(isRunnable(FIRST_TRIAL)).toBe(true);
  expect(requestOf(FIRST_TRIAL)).toEqual({ contacts: { newest: 10 }, variables: {} });
});

it('takes chosen contacts, an event with or without a payload, and variables', () => {
  const chosen = { ...FIRST_TRIAL, who: 'chosen', ids: [3], event: 'Order', variables: '{"a":1}' } as const;
  expect(requestOf(chosen)).toEqual({ contacts: { ids: [3] }, event: { type: 'Order' }, variables: { a: 1 } });
  expect(requestOf({ ...chosen, payload: '{"total":5}' }).event).toEqual({ type: 'Order', properties: { total: 5 } });
});

it('waits for JSON that is whole and for somebody to run on', () => {
  expect(isRunnable({ ...FIRST_TRIAL, variables: '{"a":' })).toBe(false);
  expect(isRunnable({ ...FIRST_TRIAL, payload: '[]' })).toBe(false);
  expect(isRunnable({ ...FIRST_TRIAL, who: 'chosen' })).toBe(false);
  expect(isRunnable({ ...FIRST_TRIAL, who: 'segment' })).toBe(false);
});
