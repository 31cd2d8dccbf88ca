import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { coupon } from './coupon.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { coupon } });
