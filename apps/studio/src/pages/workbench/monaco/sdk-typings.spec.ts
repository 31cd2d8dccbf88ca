import { engine } from '@sojourn/canvas/guest';
import { expect, it } from 'vitest';
import { SDK_TYPINGS } from './sdk-typings.js';

it('names no function that the SDK does not have', () => {
  const named = [...SDK_TYPINGS.matchAll(/export function (\w+)/g)].map(([, name]) => name ?? '');
  expect(named).toContain('to');
  expect(named.filter((name) => !(name in engine))).toEqual([]);
});
