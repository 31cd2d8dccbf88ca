import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { payDay } from './pay-day.ts';

export default definePlugin({ nodes: { 'pay-day': payDay } });
