import { expect, it } from 'vitest';
import { withStandIns } from './stand-ins.js';

it('names what only a run knows, and leaves alone what is known or belongs to the contact', () => {
  const known = { contact: { name: 'Ana' }, coupon: { code: 'X' } };
  const wanted = [
    'event.properties.amount',
    'event.type',
    'coupon.code',
    'contact.attributes.city',
    'evnt.type',
    'event.__proto__.x',
  ];
  expect(withStandIns(known, wanted)).toEqual({
    ...known,
    event: { properties: { amount: '‹event.properties.amount›' }, type: '‹event.type›' },
  });
});
