import { definePlugin } from '@sojourn/plugin-sdk/engine';
import { updateContact } from './update-contact.js';

/** What the bundle of this plugin is made of. */
export default definePlugin({ nodes: { 'update-contact': updateContact } });
