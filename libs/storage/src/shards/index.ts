export { createShardStore } from './shard-store.js';
