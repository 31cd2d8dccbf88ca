import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { cityTier } from './city-tier.ts';

export default definePlugin({ nodes: { 'city-tier': cityTier } });
