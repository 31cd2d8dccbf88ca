/**
 * Moments at which a process may stop, in the order in which a round of work passes them. Whatever was under way, another
 * start reaches the same end: nothing is lost and nothing happens twice. `EngineParts.crashPoint` is told of each.
 */
export const CRASH_POINTS = [
  /** Entry timers are about to be taken, and have been fired and committed. */
  'timers.before',
  'timers.after-commit',
  /** Signals are about to be taken; their consequences are decided, not written; and committed. */
  'routing.before',
  'routing.decided',
  'routing.after-commit',
  /** Due runs are about to be read; their facts are loaded. */
  'batch.before-claim',
  'batch.after-load',
  /** Things of value are about to be given out, and have been, with nothing said of it to their run. */
  'batch.before-settle',
  'batch.after-settle',
  /** Every run of the batch has decided, nothing is written; everything is committed. */
  'batch.before-commit',
  'batch.after-commit',
  /** Runs that cannot go on are about to be parked; and are. */
  'batch.before-quarantine',
  'batch.after-quarantine',
  /** Deliveries are leased; are marked as being sent; are back from their provider; their ends are committed. */
  'delivery.after-claim',
  'delivery.after-begin',
  'delivery.before-settle',
  'delivery.after-settle',
  /** Appended counts are in the sums and taken away, not committed; and committed. `housekeep` is told of these. */
  'counts.before-commit',
  'counts.after-commit',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];
