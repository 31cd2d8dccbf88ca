export { advance, createEngine, type Engine, type EngineOptions, type EngineParts, type Progress } from './engine.js';
export { nextSchedule, SEGMENT_SCAN_EVERY } from './entry-timers.js';
export { nextDate } from './date-entries.js';
export { mayEnter } from './reentry.js';
export { admitted } from './admissions.js';
export * from './ports.js';
export { factsAt } from './facts.js';
export { runBatch, type BatchReport } from './run-batch.js';
export * from './virtual/index.js';
