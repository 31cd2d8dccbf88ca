import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { sms } from './sms.ts';

export default definePlugin({ nodes: { sms } });
