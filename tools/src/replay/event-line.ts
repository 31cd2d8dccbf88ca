import { UserError, type JsonObject } from '@sojourn/kernel';
import { fromLocal, isTimeZone } from '@sojourn/kernel/schedule';

/** One line of an event file, read. */
export interface ReplayEvent {
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly timeZone?: string;
  readonly userId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;
const LONGEST_ID = 191;
const LONGEST_TYPE = 191;

/** Reads one line; throws a UserError that says what is wrong with it. */
export function readEventLine(text: string): ReplayEvent {
  const line = parse(text);
  const eventId = words(line, 'eventId', LONGEST_ID);
  const userId = words(line, 'userId', LONGEST_ID);
  const type = words(line, 'type', LONGEST_TYPE);
  const timeZone = line['timeZone'];
  if (timeZone !== undefined && (typeof timeZone !== 'string' || !isTimeZone(timeZone))) {
    throw bad(`"timeZone" is ${shown(timeZone)}; give an IANA zone such as Europe/London`);
  }
  const properties = line['properties'] ?? {};
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw bad('"properties" must be an object');
  }
  return { eventId, userId, type, timeZone, at: momentOf(line['ts'], timeZone), properties: properties as JsonObject };
}

function parse(text: string): Record<string, unknown> {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw bad('it is not JSON');
  }
  if (typeof line !== 'object' || line === null || Array.isArray(line)) throw bad('it is not a JSON object');
  return line as Record<string, unknown>;
}

function words(line: Record<string, unknown>, name: string, longest: number): string {
  const value = line[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string' || value === '') throw bad(`"${name}" is ${shown(value)}; it must be text`);
  if (value.length > longest) throw bad(`"${name}" has ${value.length} characters; ${longest} are allowed`);
  return value;
}

/** An instant with its offset, or a wall time read in the line's zone (UTC without one). */
function momentOf(ts: unknown, timeZone: string | undefined): number {
  if (typeof ts === 'string') {
    const at = INSTANT.test(ts) ? Date.parse(ts) : LOCAL.test(ts) ? localMoment(ts, timeZone ?? 'UTC') : NaN;
    if (Number.isFinite(at)) return at;
  }
  throw bad(`"ts" is ${shown(ts)}; give ISO 8601 such as 2026-01-31T09:30:00Z, or without Z together with "timeZone"`);
}

function localMoment(ts: string, zone: string): number {
  try {
    return fromLocal(ts, zone);
  } catch {
    return NaN; // 31 February and its like: the caller says so.
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function bad(what: string): UserError {
  return new UserError(what, { code: 'replay.bad-line' });
}
