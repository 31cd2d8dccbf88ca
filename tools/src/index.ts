export type { JourneyReport, NodeReport, ReplayReport } from './replay/report.js';
export { findRedis, startRedis, type PrivateRedis } from './databases/redis.js';
export { startRegistry, type PrivateRegistry, type RegistryOptions } from './registry/verdaccio.js';
export { conformance, type Conformance } from './plugin/conformance/conform.js';
export { readProject, type Project } from './plugin/project.js';
export { testPlugin, type TestReport } from './plugin/test/run-checks.js';
export { bundle, type Bundle } from './plugin/build/bundle.js';
