import { DAY } from '@sojourn/kernel';
import { expect, it } from 'vitest';
import { mayEnter } from './reentry.js';

const never = { lastStart: null, active: false };
const here = { lastStart: 0, active: true };
const gone = { lastStart: 0, active: false };

it.each([
  [{ mode: 'once' }, never, true],
  [{ mode: 'once' }, gone, 'was-here'],
  [{ mode: 'afterExit' }, never, true],
  [{ mode: 'afterExit' }, here, 'is-here'],
  [{ mode: 'afterExit' }, gone, true],
  [{ mode: 'always' }, here, true],
  [{ mode: 'atMostEvery', days: 30 }, never, true],
  [{ mode: 'atMostEvery', days: 30 }, here, 'is-here'],
  [{ mode: 'atMostEvery', days: 30 }, gone, true],
  [{ mode: 'atMostEvery', days: 31 }, gone, 'too-soon'],
] as const)('%o after %o answers %s thirty days later', (rule, earlier, answer) => {
  expect(mayEnter(rule, earlier, 30 * DAY)).toBe(answer);
});
