import { DAY } from '../clock.js';
import { UserError } from '../errors.js';
import { dayNumber, daysInMonth } from './civil.js';
import { zoneOf } from './zone.js';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/;

interface Reading {
  /** The wall clock read as if it were UTC, in milliseconds. */
  readonly wall: number;
  /** Milliseconds, when the text names an offset. */
  readonly offset: number | undefined;
}

function read(text: string): Reading | null {
  const parts = ISO.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number, number, number, number, number, number,
  ]; // prettier-ignore
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const wall = dayNumber(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  const suffix = parts[8];
  if (suffix === undefined) return { wall, offset: undefined };
  if (suffix === 'Z') return { wall, offset: 0 };
  const [hours, minutes] = [Number(suffix.slice(1, 3)), Number(suffix.slice(4, 6))];
  if (hours > 23 || minutes > 59) return null;
  return { wall, offset: (suffix[0] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000 };
}

/**
 * The instant of a local date and time, `YYYY-MM-DDTHH:mm[:ss[.SSS]]`, in a zone.
 *
 * @throws UserError `schedule.bad-local-time`, `schedule.unknown-zone`
 */
export function fromLocal(local: string, zone: string): number {
  return zoneOf(zone).fromWall(wallOf(local));
}

/** The wall clock in a zone: `2026-03-29T02:30:00.000`. */
export function toLocal(at: number, zone: string): string {
  // Those who are moved together are told the same moment, one after the other.
  if (at !== last.at || zone !== last.zone)
    last = { at, zone, text: new Date(zoneOf(zone).toWall(at)).toISOString().slice(0, -1) };
  return last.text;
}
let last: { readonly at: number; readonly zone: string; readonly text: string } = { at: NaN, zone: '', text: '' };

/**
 * The instant a text names: an ISO 8601 instant (`2026-01-01T08:00:00Z`, `…+08:00`), or a local date or date-time,
 * which is read in `zone` (a date is its midnight). Null when it is neither. Digits below a millisecond are dropped.
 */
export function parseInstant(text: string, zone: string): number | null {
  const reading = read(text);
  if (!reading) return null;
  return reading.offset === undefined ? zoneOf(zone).fromWall(reading.wall) : reading.wall - reading.offset;
}

/** A local date-time as wall clock milliseconds. */
export function wallOf(local: string): number {
  const reading = read(local);
  if (!reading || reading.offset !== undefined) {
    throw new UserError(`“${local}” is not a local date and time such as 2026-05-01T09:00.`, {
      code: 'schedule.bad-local-time',
      details: { local },
    });
  }
  return reading.wall;
}
