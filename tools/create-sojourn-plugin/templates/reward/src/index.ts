import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { giftCard } from './gift-card.ts';

export default definePlugin({ nodes: { 'gift-card': giftCard } });
