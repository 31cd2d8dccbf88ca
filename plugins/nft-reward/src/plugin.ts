import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { nftReward } from './nft-reward.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { 'nft-reward': nftReward } });
