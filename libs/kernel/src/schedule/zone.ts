import { Temporal } from 'temporal-polyfill';
import { DAY } from '../clock.js';
import { UserError } from '../errors.js';

/** A stretch of time in which a zone's offset stays the same. */
export interface Stretch {
  /** Epoch milliseconds; -Infinity and Infinity at the ends. */
  readonly from: number;
  readonly until: number;
  /** Milliseconds to add to UTC to read the wall clock. */
  readonly offset: number;
}

/** Beyond this many stretches a zone starts over: two a year make 2,000 years. */
const MAX_STRETCHES = 4_000;

/**
 * The offsets of one IANA zone. Temporal answers from the tz database but slowly; between two transitions the answer
 * cannot change, so each stretch is asked for once. Wall-clock milliseconds are the wall clock read as if it were UTC.
 */
export class Zone {
  readonly name: string;
  readonly #stretches: Stretch[] = [];
  #last: Stretch = { from: 0, until: 0, offset: 0 };

  constructor(name: string) {
    this.name = name;
  }

  offsetAt(at: number): number {
    return this.stretchAt(at).offset;
  }

  /** The stretch of unchanged offset that holds the instant. */
  stretchAt(at: number): Stretch {
    const last = this.#last;
    return at >= last.from && at < last.until ? last : (this.#last = this.#find(at));
  }

  toWall(at: number): number {
    return at + this.offsetAt(at);
  }

  /** The instant of a wall clock reading, by Temporal's `compatible` rule. */
  fromWall(wall: number): number {
    const last = this.#last;
    // No offset reaches a whole day, so a reading deep inside a stretch belongs to it alone.
    if (wall - DAY >= last.from && wall + DAY < last.until) return wall - last.offset;
    const before = this.offsetAt(wall - DAY);
    const after = this.offsetAt(wall + DAY);
    if (this.offsetAt(wall - before) === before) {
      const first = wall - before;
      if (before === after || this.offsetAt(wall - after) !== after) return first;
      return Math.min(first, wall - after);
    }
    if (this.offsetAt(wall - after) === after) return wall - after;
    return wall - before; // In a gap: read with the offset before it, which lands past it by as much.
  }

  #find(at: number): Stretch {
    const stretches = this.#stretches;
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (stretches[middle]!.until <= at) low = middle + 1;
      else high = middle;
    }
    const found = stretches[low];
    if (found && found.from <= at) return found;
    const stretch = this.#ask(at);
    if (stretches.length >= MAX_STRETCHES) stretches.length = low = 0;
    stretches.splice(low, 0, stretch);
    return stretch;
  }

  #ask(at: number): Stretch {
    const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.name);
    // `previous` means strictly before: a millisecond later it includes a transition at `at` itself.
    const previous = moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
    const next = moment.getTimeZoneTransition('next');
    return {
      from: previous?.epochMilliseconds ?? -Infinity,
      until: next?.epochMilliseconds ?? Infinity,
      offset: Math.round(moment.offsetNanoseconds / 1e6),
    };
  }
}

const zones = new Map<string, Zone>();

/** The zone of that name; `UserError` `schedule.unknown-zone` when there is none. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (!isIanaName(name)) {
    throw new UserError(
      `There is no time zone “${name}”. Use an IANA name such as Asia/Shanghai, Europe/London or UTC.`,
      { code: 'schedule.unknown-zone', details: { zone: name } },
    );
  }
  const zone = new Zone(name);
  zones.set(name, zone);
  return zone;
}

/** Whether the name is an IANA time zone this runtime knows: `Asia/Shanghai`, `UTC`; not `+08:00`. */
export function isTimeZone(zone: string): boolean {
  return zones.has(zone) || isIanaName(zone);
}

function isIanaName(name: unknown): boolean {
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // Intl throws a RangeError for exactly this; there is no other way to ask.
  }
}
