export * as edgeCounts from './counts.js';
export * as drawings from './drawings.js';
export * as entryBaseline from './entry-baseline.js';
export * as parkedRuns from './parked-runs.js';
export { MOVED_IN, repairRuns, type ParkedRun, type Repair, type Refusal, type Repaired } from './repair.js';
export * as journeyRuns from './runs-of-journey.js';
export * as waitingRuns from './waiting-runs.js';
export * as journeyVersions from './versions.js';
export { layEntryTimers, removeEntryTimers, type TimerChange } from '../journey-store/entry-timers.js';
