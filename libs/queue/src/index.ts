export { createInlineQueue } from './inline.js';
export { createBullmqQueue, type BullmqQueue, type BullmqQueueOptions } from './bullmq/bullmq-queue.js';
