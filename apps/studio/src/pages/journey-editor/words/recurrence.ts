import type { TFunction } from 'i18next';

/** The rules the form can draw; anything else stays text. Weekdays are ISO: 1 is Monday. */
export type RuleShape =
  | { readonly kind: 'daily'; readonly interval: number }
  | { readonly kind: 'weekly'; readonly interval: number; readonly weekdays: readonly number[] }
  | { readonly kind: 'monthly'; readonly interval: number; readonly day: number }
  | { readonly kind: 'other'; readonly rrule: string };

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export function parseRule(rrule: string): RuleShape {
  const parts = new Map(rrule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const other: RuleShape = { kind: 'other', rrule };
  const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY'];
  if ([...parts.keys()].some((key) => !known.includes(key))) return other;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  if (!Number.isInteger(interval) || interval < 1) return other;
  const byDay = parts.get('BYDAY');
  const byMonthDay = parts.get('BYMONTHDAY');
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return byDay || byMonthDay ? other : { kind: 'daily', interval };
    case 'WEEKLY': {
      const weekdays = (byDay ?? '')
        .split(',')
        .filter(Boolean)
        .map((day) => DAYS.indexOf(day) + 1);
      return byMonthDay || weekdays.includes(0) ? other : { kind: 'weekly', interval, weekdays };
    }
    case 'MONTHLY': {
      const day = Number(byMonthDay ?? 1);
      return byDay || !Number.isInteger(day) || day < -1 || day === 0 || day > 31
        ? other
        : { kind: 'monthly', interval, day };
    }
    default:
      return other;
  }
}

export function formatRule(shape: RuleShape): string {
  if (shape.kind === 'other') return shape.rrule;
  const interval = shape.interval > 1 ? `;INTERVAL=${shape.interval}` : '';
  if (shape.kind === 'daily') return `FREQ=DAILY${interval}`;
  if (shape.kind === 'monthly') return `FREQ=MONTHLY${interval};BYMONTHDAY=${shape.day}`;
  const days = [...shape.weekdays].sort((a, b) => a - b).map((day) => DAYS[day - 1]);
  return `FREQ=WEEKLY${interval}${days.length > 0 ? `;BYDAY=${days.join(',')}` : ''}`;
}

/** “Every week on Mon, Thu at 09:00”. `start` is the local time of the first occurrence. */
export function recurrenceWords(shape: RuleShape, start: string, t: TFunction<'editor'>): string {
  const time = start.slice(11, 16);
  if (shape.kind === 'other') return t('recurrence.words.other', { rrule: shape.rrule, time });
  const params = { count: shape.interval, time };
  const each = shape.interval === 1;
  if (shape.kind === 'daily') return t(each ? 'recurrence.words.dailyEach' : 'recurrence.words.daily', params);
  if (shape.kind === 'monthly') {
    if (shape.day === -1) return t(each ? 'recurrence.words.monthlyLastEach' : 'recurrence.words.monthlyLast', params);
    return t(each ? 'recurrence.words.monthlyEach' : 'recurrence.words.monthly', { ...params, day: shape.day });
  }
  const names = [...shape.weekdays].sort((a, b) => a - b).map((day) => t(`weekday.short.${day as 1}`));
  const days = names.join(t('listSeparator')) || t('recurrence.words.startDay');
  return t(each ? 'recurrence.words.weeklyEach' : 'recurrence.words.weekly', { ...params, days });
}
