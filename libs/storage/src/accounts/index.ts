export * as apiKeys from './api-keys.js';
export * as sessions from './sessions.js';
export * as settings from './settings.js';
export * as users from './users.js';
export * as workspaces from './workspaces.js';
