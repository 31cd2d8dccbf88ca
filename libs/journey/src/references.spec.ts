import { expect, it } from 'vitest';
import { catalogue, goodDrawing } from './drawing.fixture.js';
import { referencesOf } from './references.js';

it('lists the coupon pools, collections and events that a drawing names', () => {
  const document = goodDrawing()
    .node('g', 'gift', { pool: 'spring', on: 'opened' })
    .node('h', 'gift', { pool: 'spring' })
    .enters(
      {
        id: 'a',
        kind: 'event',
        event: 'order',
        filter: { op: 'event', event: 'visit', aggregate: 'count', is: 'gte', value: 2 },
      },
      { id: 'b', kind: 'segment', condition: { op: 'event', event: 'login', aggregate: 'count', is: 'eq', value: 0 } },
    )
    .exits({ id: 'x', name: 'Paid', goal: true, when: { kind: 'event', event: 'paid' } }).document;
  expect(referencesOf(document, catalogue)).toEqual({
    couponPools: ['spring'],
    collections: [],
    events: ['login', 'opened', 'order', 'paid', 'visit'],
  });
});
