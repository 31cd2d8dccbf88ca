export { keepJournals, redeliverWhereDeduped, type Redelivery } from './batch.js';
export * as sendChannels from './channels.js';
export * as deliveries from './deliveries.js';
export { createOutboxStore } from './outbox-store.js';
