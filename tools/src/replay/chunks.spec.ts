import { expect, it } from 'vitest';
import { chunkLength } from './chunks.js';

const at = (userId: string, minute: number, type = 'order') => ({
  eventId: `${userId}-${minute}`,
  at: minute * 60_000,
  userId,
  type,
  properties: {},
});
const orders = new Set(['order']);
const none = new Map<string, number>();

it('takes events of different contacts together, up to the batch size', () => {
  const events = [at('a', 1), at('b', 2), at('c', 3)];
  expect(chunkLength(events, 1_000, orders, none)).toBe(3);
  expect(chunkLength(events, 2, orders, none)).toBe(2);
  expect(chunkLength(events, 1, orders, none)).toBe(1);
});

it('stops before the second event of a contact', () => {
  expect(chunkLength([at('a', 1), at('b', 2), at('a', 3), at('c', 4)], 1_000, orders, none)).toBe(2);
});

it('stops before an event whose contact has a timer due earlier, and not at the same moment: events go first', () => {
  const events = [at('a', 1), at('b', 5)];
  expect(chunkLength(events, 1_000, orders, new Map([['b', 4 * 60_000]]))).toBe(1);
  expect(chunkLength(events, 1_000, orders, new Map([['b', 5 * 60_000]]))).toBe(2);
});

it('passes over events that no journey listens to', () => {
  expect(chunkLength([at('a', 1, 'view'), at('a', 2, 'view'), at('a', 3)], 1_000, orders, none)).toBe(3);
});
