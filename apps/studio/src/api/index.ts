export * from './client.js';
export * from './contacts.js';
export * from './error.js';
export * from './incentives.js';
export * from './journeys.js';
export * from './session.js';
export * from './settings.js';
export * from './types.js';
