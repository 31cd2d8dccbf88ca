import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { calm } from './calm.ts';

export default definePlugin({ nodes: { calm } });
