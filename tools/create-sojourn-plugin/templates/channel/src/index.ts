import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { text } from './text.ts';

export default definePlugin({ nodes: { text } });
