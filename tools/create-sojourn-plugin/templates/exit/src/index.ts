import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { goal } from './goal.ts';

export default definePlugin({ nodes: { goal } });
