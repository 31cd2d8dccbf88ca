import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { exit } from './exit.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { exit } });
