import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { webhook } from './webhook.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { webhook } });
