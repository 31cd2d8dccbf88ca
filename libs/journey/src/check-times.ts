import { type Issue, messageOf, UserError } from '@sojourn/kernel';
import { fromLocal, isTimeZone, recurrence, toLocal } from '@sojourn/kernel/schedule';
import { ENTRY_NODE } from './document.js';
import { error, quoted } from './issues.js';
import { isObject, type ReadPart } from './reading.js';

/** Time zones, dates and repetitions: what a pattern cannot tell. */
export function timeIssues(timeZone: unknown, entryRules: readonly ReadPart[]): readonly Issue[] {
  const own = typeof timeZone === 'string' ? zoneIssue(timeZone, '/timeZone') : [];
  return [...own, ...entryRules.flatMap(scheduleIssues)];
}

function scheduleIssues({ index, value }: ReadPart): readonly Issue[] {
  if (!isObject(value) || value['kind'] !== 'schedule') return [];
  const pointer = `/entry/rules/${index}`;
  const { rrule, start, timeZone } = value;
  if (typeof rrule !== 'string' || typeof start !== 'string' || typeof timeZone !== 'string') return [];
  const zone = zoneIssue(timeZone, `${pointer}/timeZone`);
  if (zone.length > 0) return zone;
  if (!isLocalTime(start)) {
    return [
      error(
        'entry.bad-start',
        { pointer: `${pointer}/start`, nodeId: ENTRY_NODE },
        `"${quoted(start)}" is not a date and time that exists. Write it like 2026-12-01T09:00.`,
        `“${quoted(start)}”不是有效的日期时间，请按 2026-12-01T09:00 的格式填写。`,
      ),
    ];
  }
  try {
    recurrence(rrule, start, timeZone);
    return [];
  } catch (cause) {
    const reason = cause instanceof UserError ? ` ${messageOf(cause)}` : '';
    return [
      error(
        'entry.bad-rrule',
        { pointer: `${pointer}/rrule`, nodeId: ENTRY_NODE },
        `The repetition "${quoted(rrule)}" cannot be read.${reason} Write it like FREQ=WEEKLY;BYDAY=MO.`,
        `重复规则“${quoted(rrule)}”无法识别，请按 FREQ=WEEKLY;BYDAY=MO 的格式填写。`,
      ),
    ];
  }
}

function zoneIssue(zone: string, pointer: string): readonly Issue[] {
  if (isTimeZone(zone)) return [];
  return [
    error(
      'document.bad-time-zone',
      { pointer },
      `"${quoted(zone)}" is not a time zone. Use an IANA name such as Asia/Shanghai.`,
      `“${quoted(zone)}”不是有效的时区，请使用 IANA 名称，例如 Asia/Shanghai。`,
    ),
  ];
}

/** A real day and time: 30 February is none. Read in UTC, which has no gaps. */
function isLocalTime(local: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return true; // the schema has said so already
  try {
    return toLocal(fromLocal(local, 'UTC'), 'UTC').startsWith(local);
  } catch {
    return false;
  }
}
