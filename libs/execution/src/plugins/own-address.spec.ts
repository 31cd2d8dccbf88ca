import type { Decision } from '@sojourn/plugin-sdk/engine';
import { expect, it } from 'vitest';
import { toItsContact } from './own-address.js';

const walk = (email?: string) => ({ known: { contact: { id: 7, ...(email !== undefined && { email }), attributes: {}, tags: [] } } }) as never; // prettier-ignore
const message = { kind: 'message', channel: 'mail', content: { body: 'Hi', format: 'text' }, data: { contact: { email: 'victim@other.test' } } } as const; // prettier-ignore
const decision: Decision = { item: 0, do: 'to', outcome: 'dry', effects: [{ kind: 'track', event: 'Rained', properties: {} }, message] }; // prettier-ignore

it('a message goes to the contact of the run, whoever its data name', () => {
  expect(toItsContact(decision, walk('own@a.test'))).toEqual({ ...decision, effects: [decision.effects![0], { ...message, to: { email: 'own@a.test' } }] }); // prettier-ignore
  expect(toItsContact(decision, walk())).toMatchObject({ effects: [{}, { to: { email: null } }] });
});

it('what the message says of itself beside its parts is not carried', () => {
  const more = { ...message, to: { email: 'victim@other.test' }, purpose: 'service', content: { ...message.content, html: '<b>' } }; // prettier-ignore
  const sent = toItsContact({ ...decision, effects: [more] } as Decision, walk('own@a.test'));
  expect(sent).toMatchObject({ effects: [{ ...message, to: { email: 'own@a.test' } }] });
  expect(JSON.stringify(sent)).not.toMatch(/purpose|html|to":{"email":"victim/);
});

it('what sends nothing is left as it is', () => {
  const quiet: Decision = { item: 0, do: 'drop' };
  expect(toItsContact(quiet, walk('own@a.test'))).toBe(quiet);
});
