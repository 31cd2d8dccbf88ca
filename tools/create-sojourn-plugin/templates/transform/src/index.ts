import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { tier } from './tier.ts';

export default definePlugin({ nodes: { tier } });
