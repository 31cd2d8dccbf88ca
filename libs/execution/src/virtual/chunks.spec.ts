import { expect, it } from 'vitest';
import { chunkOf } from './chunks.js';

const MINUTE = 60_000;
const at = (userId: string, minute: number, type = 'order') => ({
  eventId: `${userId}-${minute}`,
  at: minute * MINUTE,
  userId,
  type,
  properties: {},
});
const orders = new Set(['order']);
const none = new Map<string, number>();

it('takes events of different contacts together, up to the batch size', () => {
  const events = [at('a', 1), at('b', 2), at('c', 3)];
  expect(chunkOf(events, { most: 1_000 }, orders, none)).toEqual([0, 1, 2]);
  expect(chunkOf(events, { most: 2 }, orders, none)).toEqual([0, 1]);
  expect(chunkOf(events, { most: 1 }, orders, none)).toEqual([0]);
});

it('leaves the second event of a contact, and all that follow it, for the next chunk', () => {
  const events = [at('a', 1), at('b', 2), at('a', 3), at('c', 4), at('a', 5, 'view')];
  expect(chunkOf(events, { most: 1_000 }, orders, none)).toEqual([0, 1, 3]);
});

it('leaves an event whose contact has a run due earlier, but not one due at the same moment: events go first', () => {
  const events = [at('a', 1), at('b', 5)];
  expect(chunkOf(events, { most: 1_000 }, orders, new Map([['b', 4 * MINUTE]]))).toEqual([0]);
  expect(chunkOf(events, { most: 1_000 }, orders, new Map([['b', 5 * MINUTE]]))).toEqual([0, 1]);
});

it('always takes the first event', () => {
  expect(chunkOf([at('a', 1)], { most: 1_000 }, orders, new Map([['a', 0]]))).toEqual([0]);
});

it('takes many events that no journey listens to, and stops before a relevant one of the same contact', () => {
  expect(
    chunkOf([at('a', 1), at('a', 2, 'view'), at('a', 3, 'view'), at('b', 4)], { most: 1_000 }, orders, none),
  ).toEqual([0, 1, 2, 3]);
  expect(chunkOf([at('a', 1, 'view'), at('a', 2, 'view'), at('a', 3)], { most: 1_000 }, orders, none)).toEqual([0, 1]);
});

it('reaches no further than a day ahead', () => {
  expect(chunkOf([at('a', 0), at('b', 1_440), at('c', 1_441)], { most: 1_000 }, orders, none)).toEqual([0, 1]);
});

it('takes a burst of one contact together, from its first event on', () => {
  const events = [at('a', 0), at('a', 10), at('b', 12), at('a', 20), at('a', 21)];
  expect(chunkOf(events, { most: 1_000, burst: 20 * MINUTE }, orders, none)).toEqual([0, 1, 2, 3]);
  expect(chunkOf(events, { most: 1_000, burst: 20 * MINUTE }, orders, new Map([['a', 5 * MINUTE]]))).toEqual([0, 2]);
});
