export * as sendChannels from './channels.js';
export * as deliveries from './deliveries.js';
