import type { Manifest } from '@sojourn/plugin-sdk';
import json from '../plugin.json' with { type: 'json' };

// The spec holds the file to the manifest's schema; the compiler sees only widened strings.
export const manifest = json as unknown as Manifest;
export { nftReward as node } from './nft-reward.js';
