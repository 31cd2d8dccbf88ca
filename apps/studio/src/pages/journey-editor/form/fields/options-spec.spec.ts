import { expect, it } from 'vitest';
import { dependenciesOf, isWaiting } from './options-spec.js';

it('waits for what its choices depend on', () => {
  const spec = { name: 'lists', dependsOn: ['/account/id', '/kind'] };
  expect(isWaiting(dependenciesOf(spec, {}))).toBe(true);
  expect(isWaiting(dependenciesOf(spec, { account: { id: '' }, kind: 'a' }))).toBe(true);
  expect(dependenciesOf(spec, { account: { id: 'x' }, kind: 'a' })).toEqual(['x', 'a']);
  expect(isWaiting(dependenciesOf({ name: 'all' }, {}))).toBe(false);
});
