import { nodeManifestOf, type PluginManifest } from '@sojourn/plugin-sdk';
import json from '../plugin.json' with { type: 'json' };

// The house spec holds the file to the manifest's schema; the compiler sees only widened strings.
export const plugin = json as unknown as PluginManifest;
export const manifest = nodeManifestOf(plugin, 'exit');
export { exit as node } from './exit.js';
