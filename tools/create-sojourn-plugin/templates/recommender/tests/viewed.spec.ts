import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { viewed } from '../src/viewed.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, 'viewed'), viewed);
const config = { event: 'Product Viewed', property: 'sku', limit: 1 };

test('one fresh look beats two old ones', () => {
  const looks = [['boots', '2026-02-01T09:00'], ['boots', '2026-02-02T09:00'], ['hat', '2026-02-28T09:00']] as const; // prettier-ignore
  const ana = visit().history(looks.map(([sku, at]) => event('Product Viewed', { sku }, at)));
  assert.partialDeepStrictEqual(node.one(config, ana), { outcome: 'recommended', output: { recommended: ['hat'] } });
});
