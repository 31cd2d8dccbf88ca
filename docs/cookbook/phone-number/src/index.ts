import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { phoneNumber } from './phone-number.ts';

export default definePlugin({ nodes: { 'phone-number': phoneNumber } });
