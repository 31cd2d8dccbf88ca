import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { spend } from '../src/spend.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, 'spend'), spend);
const config = { attribute: 'totalSpent', levels: [{ id: 'best', label: 'Best', from: 1000 }] };
const spent = (totalSpent: number) => visit().withAttributes({ totalSpent });

test('a level begins exactly at its start', () => {
  assert.deepEqual(node.table(config, { just: spent(1000), almost: spent(999.99), none: visit() }), {
    just: 'best',
    almost: 'below',
    none: 'below',
  });
});
