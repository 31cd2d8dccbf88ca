import { expect, it } from 'vitest';
import { schemaIssues } from './schema-check.js';

const text = (pattern: string, value: unknown) => schemaIssues({ type: 'object', properties: { a: { type: 'string', pattern }, b: { type: 'array', items: { type: 'string', pattern } } } }, value, 'config', '').map(({ code }) => code); // prettier-ignore

it('a pattern says what it always said', () => {
  expect(text('^[^@\\s]+@[^@\\s]+\\.[a-z]+$', { a: 'someone@example.test' })).toEqual([]);
  expect(text('^[^@\\s]+@[^@\\s]+\\.[a-z]+$', { a: 'someone' })).toEqual(['config.pattern']);
  expect(text('^https://', { a: `https://${'x'.repeat(100_000)}` })).toEqual([]);
});

it('a pattern that would take for ever is given up at once, for one text and for many', () => {
  const began = process.cpuUsage();
  for (const slow of [`^${'a?'.repeat(30)}${'a'.repeat(30)}$`, `^${'(a|a)'.repeat(40)}$`])
    expect(text(slow, { a: 'a'.repeat(31) + '!' })).toEqual(['config.pattern']);
  expect(text('^a*a*a*b$', { a: 'a'.repeat(100_000) })).toEqual(['config.pattern']);
  expect(text('^a*a*a*b$', { b: Array.from({ length: 500 }, () => 'a'.repeat(400)) }).length).toBeGreaterThan(0);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6).toBeLessThan(10);
});
