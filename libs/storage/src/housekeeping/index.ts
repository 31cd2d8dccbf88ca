export { housekeep, type HousekeepOptions, type Housekept } from './housekeep.js';
