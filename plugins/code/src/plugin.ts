import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { code } from './code.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { code } });
