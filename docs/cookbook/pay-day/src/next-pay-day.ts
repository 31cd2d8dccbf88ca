import { fromLocal, toLocal } from '@sojourn/plugin-sdk/engine';

export interface Config {
  /** 1 to 31; beyond the end of a month: its last day. */
  readonly day: number;
  /** HH:mm on the contact's clock. */
  readonly time: string;
  readonly weekend: 'before' | 'after' | 'stay';
}

const DAY = 86_400_000;

/** The first pay day strictly after a moment, epoch milliseconds. */
export function nextPayDay({ day, time, weekend }: Config, after: number, timeZone: string): number {
  const [year = 0, month = 0] = toLocal(after, timeZone).split('-').map(Number);
  // From the month before: the Monday after its last day may lie in this one.
  for (let ahead = -1; ; ahead++) {
    const date = moved(dateIn(year, month - 1 + ahead, day), weekend);
    const moment = fromLocal(`${new Date(date).toISOString().slice(0, 10)}T${time}`, timeZone);
    if (moment > after) return moment;
  }
}

/** A date as the midnight it would have in UTC: days are counted, no clock is read. */
function dateIn(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, last));
}

function moved(date: number, weekend: Config['weekend']): number {
  const weekday = new Date(date).getUTCDay();
  const isSaturday = weekday === 6;
  if (weekend === 'stay' || (!isSaturday && weekday !== 0)) return date;
  if (weekend === 'before') return date - (isSaturday ? 1 : 2) * DAY;
  return date + (isSaturday ? 2 : 1) * DAY;
}
