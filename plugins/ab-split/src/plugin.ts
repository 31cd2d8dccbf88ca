import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { abSplit } from './ab-split.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { 'ab-split': abSplit } });
