import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { orders } from './orders.ts';

export default definePlugin({ nodes: { orders } });
