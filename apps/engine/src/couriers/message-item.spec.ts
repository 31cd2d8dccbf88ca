import { expect, it } from 'vitest';
import { mailAddress, type MessageItem } from './message-item.js';

const item = (effect: object) => ({ effect: { kind: 'message', data: { contact: { email: 'named@a.test' } }, ...effect } }) as unknown as MessageItem; // prettier-ignore

it('a mail goes to whom the host says, and only where it says nothing to whom the data name', () => {
  expect(mailAddress(item({}))).toBe('named@a.test');
  expect(mailAddress(item({ to: { email: 'own@a.test' } }))).toBe('own@a.test');
  expect(mailAddress(item({ to: { email: null } }))).toBeUndefined();
  expect(mailAddress(item({ data: {} }))).toBeUndefined();
});
