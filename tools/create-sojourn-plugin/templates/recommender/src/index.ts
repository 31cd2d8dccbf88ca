import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { viewed } from './viewed.ts';

export default definePlugin({ nodes: { viewed } });
