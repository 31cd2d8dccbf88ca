export { databaseNow } from './database-now.js';
export { createShardStore } from './shard-store.js';
