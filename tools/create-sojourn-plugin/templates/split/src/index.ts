import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { spend } from './spend.ts';

export default definePlugin({ nodes: { spend } });
