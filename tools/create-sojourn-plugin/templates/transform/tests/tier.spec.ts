import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { tier } from '../src/tier.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, 'tier'), tier);
const config = { points: 'points', silver: 100, gold: 500 };

test('keeps the tier on the contact, once', () => {
  const silver = visit().withAttributes({ points: 120 });
  assert.partialDeepStrictEqual(node.one(config, silver), { outcome: 'done', patch: { set: { tier: 'silver' } } });
  const known = visit().withAttributes({ points: 120, tier: 'silver' });
  assert.equal('patch' in node.one(config, known), false);
});
