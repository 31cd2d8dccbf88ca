export * from './channel-rules.js';
export { handOver, type Handed } from './hand-over.js';
export type * from './ports.js';
