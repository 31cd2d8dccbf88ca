export * from './channel-rules.js';
export type * from './ports.js';
