export { driver, type NodeDriver } from './testing/driver.js';
export { event, local, visit, type VisitBuilder } from './testing/visit.js';
