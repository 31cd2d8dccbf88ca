import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { segment } from './segment.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { segment } });
