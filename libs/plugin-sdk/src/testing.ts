export { conformance, type ConformanceCheck, type ConformanceFixture, type ConformanceRow } from './testing/conformance/conformance.js'; // prettier-ignore
export { inProcessRunner, type ConformanceAnswer, type ConformanceBatch, type ConformanceRunner } from './testing/conformance/runner.js'; // prettier-ignore
export { decisionFaults } from './testing/decision-faults.js';
export { driver, type NodeDriver } from './testing/driver.js';
export { itemOf } from './testing/items.js';
export { watched, type LookedAt, type Watched } from './testing/watched.js';
export { event, local, visit, type VisitBuilder } from './testing/visit.js';
