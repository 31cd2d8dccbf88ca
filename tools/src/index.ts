export type { JourneyReport, NodeReport, ReplayReport } from './replay/report.js';
export { findRedis, startRedis, type PrivateRedis } from './databases/redis.js';
export { startRegistry, type PrivateRegistry, type RegistryOptions } from './registry/verdaccio.js';
