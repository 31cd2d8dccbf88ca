import { checkPluginManifest } from '@sojourn/canvas';
import { expect, it } from 'vitest';
import { EXAMPLES } from './examples.js';

it.each(Object.entries(EXAMPLES))('the example %s is in order', (_, { manifest }) =>
  expect(checkPluginManifest(JSON.parse(manifest))).toEqual([]),
);
