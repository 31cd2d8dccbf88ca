export { createInlineQueue } from './inline.js';
