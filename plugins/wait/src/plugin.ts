import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { wait } from './wait.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { wait } });
