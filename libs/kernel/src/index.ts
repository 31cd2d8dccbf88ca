export * from './batches.js';
export * from './clock.js';
export * from './errors.js';
export * from './ids.js';
export * from './issue.js';
export * from './json.js';
export * from './random.js';
