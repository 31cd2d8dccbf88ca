import { civilOf, dayNumber, daysInMonth, isLeapYear, weekdayOf } from './civil.js';
import type { RecurrenceRule } from './recurrence-rule.js';

/** What a rule leaves open is taken from its start (RFC 5545, 3.3.10: "derived from DTSTART"). */
export function completed(rule: RecurrenceRule, startDay: number): RecurrenceRule {
  const { frequency, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule;
  const start = civilOf(startDay);
  const weekday = [{ nth: 0, weekday: weekdayOf(startDay) }];
  const noDay = byYearDay.length + byMonthDay.length + byDay.length === 0;
  if (frequency === 'WEEKLY' && byDay.length === 0) return { ...rule, byDay: weekday };
  if (frequency === 'MONTHLY' && noDay) return { ...rule, byMonthDay: [start.day] };
  if (frequency !== 'YEARLY') return rule;
  if (byWeekNo.length > 0) return noDay ? { ...rule, byDay: weekday } : rule;
  if (noDay) return { ...rule, byMonthDay: [start.day], byMonth: byMonth.length > 0 ? byMonth : [start.month] };
  const monthDayAlone = byMonthDay.length > 0 && byDay.length + byYearDay.length + byMonth.length === 0;
  // As libical reads it: without a month, a yearly day of the month is that day of the start's month.
  return monthDayAlone ? { ...rule, byMonth: [start.month] } : rule;
}

/** Whether a day passes every BY part that speaks of days. */
export function acceptsDay(rule: RecurrenceRule, day: number): boolean {
  const { year, month, day: monthDay } = civilOf(day);
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return false;
  if (rule.byMonthDay.length > 0) {
    const fromEnd = monthDay - daysInMonth(year, month) - 1;
    if (!rule.byMonthDay.includes(monthDay) && !rule.byMonthDay.includes(fromEnd)) return false;
  }
  if (rule.byYearDay.length > 0) {
    const yearDay = day - dayNumber(year, 1, 1) + 1;
    const fromEnd = yearDay - (isLeapYear(year) ? 366 : 365) - 1;
    if (!rule.byYearDay.includes(yearDay) && !rule.byYearDay.includes(fromEnd)) return false;
  }
  if (rule.byWeekNo.length > 0) {
    const { week, weeks } = weekOf(day, rule.weekStart);
    if (!rule.byWeekNo.includes(week) && !rule.byWeekNo.includes(week - weeks - 1)) return false;
  }
  if (rule.byDay.length === 0) return true;
  const weekday = weekdayOf(day);
  return rule.byDay.some((wanted) => {
    if (wanted.weekday !== weekday) return false;
    if (wanted.nth === 0) return true;
    const inMonth = rule.frequency === 'MONTHLY' || rule.byMonth.length > 0;
    const first = inMonth ? day - monthDay + 1 : dayNumber(year, 1, 1);
    const length = inMonth ? daysInMonth(year, month) : isLeapYear(year) ? 366 : 365;
    const index = day - first;
    const nth = wanted.nth > 0 ? Math.floor(index / 7) + 1 : -(Math.floor((length - 1 - index) / 7) + 1);
    return nth === wanted.nth;
  });
}

/** The first day of week 1: the first week with at least four days in the year (ISO 8601, for any start of the week). */
export function firstWeekStart(year: number, weekStart: number): number {
  const fourth = dayNumber(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}

/** The week's year, its number in it, and how many weeks that year has. */
export function weekOf(day: number, weekStart: number): { year: number; week: number; weeks: number } {
  let { year } = civilOf(day);
  if (day >= firstWeekStart(year + 1, weekStart)) year++;
  else if (day < firstWeekStart(year, weekStart)) year--;
  const first = firstWeekStart(year, weekStart);
  return {
    year,
    week: Math.floor((day - first) / 7) + 1,
    weeks: (firstWeekStart(year + 1, weekStart) - first) / 7,
  };
}

/** The indexes BYSETPOS picks from a period of `size` moments, ascending. */
export function pickedOf(bySetPos: readonly number[], size: number): number[] {
  const picked = bySetPos.map((position) => (position > 0 ? position - 1 : size + position));
  return [...new Set(picked)].filter((index) => index >= 0 && index < size).sort((a, b) => a - b);
}

/** Whether a period of `size` moments has any that counts. */
export function hasAny(bySetPos: readonly number[], size: number): boolean {
  return size > 0 && (bySetPos.length === 0 || pickedOf(bySetPos, size).length > 0);
}
