import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { nextBest } from './next-best.ts';

export default definePlugin({ nodes: { 'next-best': nextBest } });
