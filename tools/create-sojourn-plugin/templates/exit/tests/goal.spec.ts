import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { goal } from '../src/goal.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, 'goal'), goal);

test('records the goal and ends the run', () => {
  const decision = node.one({ goal: 'Won back' }, visit());
  assert.partialDeepStrictEqual(decision, { do: 'drop', effects: [{ kind: 'track', event: 'Goal Reached' }] });
});
