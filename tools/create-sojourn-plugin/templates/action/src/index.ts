import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { ticket } from './ticket.ts';

export default definePlugin({ nodes: { ticket } });
