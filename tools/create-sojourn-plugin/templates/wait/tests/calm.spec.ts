import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import manifest from '../plugin.json' with { type: 'json' };
import { calm } from '../src/calm.ts';

// The compiler sees only widened texts in a JSON file; "plugin check" holds it to its schema.
const node = driver(nodeManifestOf(manifest as unknown as PluginManifest, 'calm'), calm);
const config = { event: 'Page Viewed', hours: 24 };

test('waits a day from the arrival, then goes on', () => {
  const arrived = visit().at('2026-03-01T09:00', 'UTC');
  const decision = node.one(config, arrived);
  assert.equal(decision.do, 'wait');
  const woken = node.one(config, arrived.keeping(decision).wokenByTimer());
  assert.partialDeepStrictEqual(woken, { do: 'to', outcome: 'calm' });
});

test('leaves at once when the event comes', () => {
  const came = visit().wokenByEvent('active', event('Page Viewed'));
  assert.partialDeepStrictEqual(node.one(config, came), { do: 'to', outcome: 'active' });
});
