/**
 * Calendar time: zones, durations, schedules. Instants are integer epoch milliseconds, zones are IANA names.
 *
 * Two rules hold everywhere but in `cron`: a local time in a gap moves forward by the gap's length; of a local time
 * that occurs twice the earlier instant is taken. See DECISION.md for cron and for why the recurrences are our own.
 */
export { addDuration, type Duration } from './duration.js';
export { fromLocal, parseInstant, toLocal } from './local.js';
export { nextDateOccurrence, nextLocalTime } from './occurrence.js';
export { recurrence, type Recurrence } from './recurrence.js';
export { cron } from './cron.js';
export { isTimeZone } from './zone.js';
