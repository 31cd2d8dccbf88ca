import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { farewell } from './farewell.ts';

export default definePlugin({ nodes: { farewell } });
