export { addressPolicy, AddressRefused, guardedAgent, type GuardOptions } from './address-guard.js';
export { guardedFetch } from './guarded-fetch.js';
export type { MailServer } from './mail-transports.js';
export { createMessageCourier, type MessageCourierParts } from './message-courier.js';
export { createMintCourier, type ChainOrder, type MintCourierParts } from './mint-courier.js';
export { mintOrders, WALLET_ATTRIBUTE } from './mint-orders.js';
export { createWebhookCourier, type WebhookCourierParts } from './webhook-courier.js';
