import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { coupon } from './coupon.ts';

export default definePlugin({ nodes: { coupon } });
