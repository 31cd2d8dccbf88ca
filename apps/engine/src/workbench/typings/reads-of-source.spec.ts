import { expect, it } from 'vitest';
import { readsOfSource } from './reads-of-source.js';

it.each([
  ['return { outcome: contact.attributes.spend >= 5 ? "a" : "b" }', ['attributes.spend']],
  ['return contact.tags.includes("vip") ? a : b', ['tags']],
  ['return contact.tags[0] + contact?.email + contact.id', ['email', 'tags']],
  ['const d = context.event?.properties.total; log(context.at, context.visit)', ['event']],
  ['context.variables.coupon.code; context.variables', ['variables.*', 'variables.coupon']],
  ['// contact in a comment\nlog("a", \'b\') /* c */', []],
  ["/'/.test(contact.email) ? contact.phone : 'x'", ['email', 'phone']],
  ["/'/.test(x); log(contact); 'x'", undefined],
  ['const my = { contact: 1 }; my.contact', undefined],
  ['log(contact)', undefined],
  ['const { email } = contact', undefined],
  ['contact.attributes[name]', undefined],
  ['Object.keys(contact.attributes)', undefined],
  ['context.contact.email', undefined],
  ['`${contact.email}`', ['email']],
])('%s', (source, reads) => expect(readsOfSource(source)).toEqual(reads));
