import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { message } from './message.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { message } });
