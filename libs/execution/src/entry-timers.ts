import type { EntryRule, ScheduleEntry, SegmentEntry } from '@sojourn/journey';
import { HOUR, MINUTE } from '@sojourn/kernel';
import { recurrence } from '@sojourn/kernel/schedule';
import { emptyReads, evaluate, isTimeDependent, mergeReads, readsOf } from '@sojourn/rules';
import { admitted, type AdmissionRequest } from './admissions.js';
import { nextDate } from './date-entries.js';
import { factsAt } from './facts.js';
import { attributeReads } from './listeners.js';
import type { AudienceQuery, EntryTimer, FiredTimer, RoutingReads } from './ports.js';
import type { JourneyRegistry, PlannedJourney } from './registry.js';

/** How often segments that depend on the passing of time are looked at again. */
export const SEGMENT_SCAN_EVERY = 5 * MINUTE;
/** Contacts admitted per transaction; a crash goes on at the cursor. */
const PAGE = 1_000;
/** Between the same local time in the easternmost zone (UTC+14) and in the westernmost (UTC-12). */
const ZONES_APART = 26 * HOUR;

/**
 * What due entry timers do: a schedule admits its audience page by page, a date its contact, a scan who crossed the line.
 * Occurrences missed while no engine ran are made up for once, not one by one.
 */
export async function fire(
  timers: readonly EntryTimer[],
  registry: JourneyRegistry,
  read: RoutingReads,
  momentOf: (timer: EntryTimer) => number,
): Promise<FiredTimer[]> {
  const fired: FiredTimer[] = [];
  for (const timer of independent(timers)) fired.push(await fireOne({ ...timer, at: momentOf(timer) }, registry, read));
  return fired;
}

/**
 * Timers that cannot let the same contact into the same journey: none sees whom another of its batch admits. The rest stays
 * due and comes in the next batch.
 */
function independent(timers: readonly EntryTimer[]): EntryTimer[] {
  const taken = new Map<number, Set<number | null>>();
  return timers.filter(({ journeyId, contactId }) => {
    const others = taken.get(journeyId);
    if (others && (contactId === null || others.has(null) || others.has(contactId))) return false;
    taken.set(journeyId, (others ?? new Set()).add(contactId));
    return true;
  });
}

/** A timer with the moment it fires: its due time under a virtual clock, else the present, which may be later. */
type DueTimer = EntryTimer & { readonly at: number };

async function fireOne(timer: DueTimer, registry: JourneyRegistry, read: RoutingReads): Promise<FiredTimer> {
  const journey = registry.live(timer.journeyId);
  const entry = journey?.plan.entries.find(({ id }) => id === timer.entryId);
  // Paused, archived or edited away: publishing and resuming lay the timers anew.
  if (!journey || !entry) return gone(timer);
  if (entry.kind === 'schedule') return fireSchedule(timer, journey, entry, read);
  if (entry.kind === 'segment') return scanSegment(timer, journey, entry, read);
  if (entry.kind === 'date' && timer.contactId !== null) return fireDate(timer, timer.contactId, journey, entry, read);
  return gone(timer);
}

async function fireSchedule(
  timer: DueTimer,
  journey: PlannedJourney,
  entry: ScheduleEntry,
  read: RoutingReads,
): Promise<FiredTimer> {
  const page = await read.audience(queryOf(timer, entry.audience));
  const admit = await admitPage(page, timer, journey, entry, read);
  const next = page.length === PAGE ? sameOccurrence(timer, page) : { dueAt: nextSchedule(entry, timer.at), cursor: 0 };
  return { timer, admit, enterSegment: [], leaveSegment: [], next };
}

export function nextSchedule(entry: ScheduleEntry, after: number): number | null {
  return recurrence(entry.rrule, entry.start, entry.timeZone).next(after);
}

async function scanSegment(
  timer: DueTimer,
  journey: PlannedJourney,
  entry: SegmentEntry,
  read: RoutingReads,
): Promise<FiredTimer> {
  const segment = { journeyId: journey.journeyId, entryId: entry.id };
  const came = await read.audience({ ...queryOf(timer, entry.condition), segment: { ...segment, inside: false } });
  const went = await read.audience({
    ...queryOf(timer, { op: 'not', condition: entry.condition }),
    segment: { ...segment, inside: true },
  });
  // Both pages leave their sets as they are written, so the next look starts at the front again.
  const more = came.length === PAGE || went.length === PAGE;
  // What time alone cannot turn is heard of by events; such a scan was for those who were there at publishing.
  const again = isTimeDependent(entry.condition) ? timer.at + SEGMENT_SCAN_EVERY : null;
  return {
    timer,
    admit: await admitPage(came, timer, journey, entry, read),
    enterSegment: came.map(({ contactId }) => ({ ...segment, contactId })),
    leaveSegment: went.map(({ contactId }) => ({ ...segment, contactId })),
    next: { dueAt: more ? timer.dueAt : again, cursor: 0 },
  };
}

async function fireDate(
  timer: DueTimer,
  contactId: number,
  journey: PlannedJourney,
  entry: Extract<EntryRule, { kind: 'date' }>,
  read: RoutingReads,
): Promise<FiredTimer> {
  const reads = mergeReads(attributeReads(entry.attribute), entry.filter ? readsOf(entry.filter) : emptyReads);
  const known = (await read.loadFacts([{ contactId, workspaceId: timer.workspaceId }], reads)).get(contactId);
  if (!known) return gone(timer);
  // The contact may have moved to another zone since the timer was laid: then the day begins at another moment.
  const moved = nextDate(journey, entry, known, timer.dueAt - ZONES_APART);
  if (moved === null) return gone(timer);
  if (moved > timer.at) return { ...gone(timer), next: { dueAt: moved, cursor: 0 } };
  const meets = !entry.filter || evaluate(entry.filter, factsAt(known, timer.at));
  const admit = meets ? await admitPage([{ contactId }], timer, journey, entry, read) : [];
  const dueAt = nextDate(journey, entry, known, timer.at);
  return { timer, admit, enterSegment: [], leaveSegment: [], next: { dueAt, cursor: 0 } };
}

async function admitPage(
  page: readonly { readonly contactId: number }[],
  timer: DueTimer,
  journey: PlannedJourney,
  entry: EntryRule,
  read: RoutingReads,
): Promise<FiredTimer['admit']> {
  const requests = page.map(({ contactId }): AdmissionRequest => ({
    journey,
    entryId: entry.id,
    key: '',
    contactId,
    at: timer.at,
    entryEventId: null,
  }));
  return admitted(requests, [], read);
}

function queryOf(timer: DueTimer, condition: AudienceQuery['condition']): AudienceQuery {
  return { workspaceId: timer.workspaceId, condition, now: timer.at, afterContactId: timer.cursor, limit: PAGE };
}

function sameOccurrence(timer: EntryTimer, page: readonly { readonly contactId: number }[]): FiredTimer['next'] {
  return { dueAt: timer.dueAt, cursor: page.at(-1)?.contactId ?? timer.cursor };
}

function gone(timer: EntryTimer): FiredTimer {
  return { timer, admit: [], enterSegment: [], leaveSegment: [], next: { dueAt: null, cursor: 0 } };
}
