import { nextDate, nextSchedule, SEGMENT_SCAN_EVERY, type ContactFacts } from '@sojourn/execution';
import type { DateEntry, EntryRule, Plan, SegmentEntry } from '@sojourn/journey';
import { isTimeDependent } from '@sojourn/rules';
import { entryBaseline, layEntryTimers, removeEntryTimers, type TimerChange, type Tx } from '@sojourn/storage';

export interface LaidJourney {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly plan: Plan;
}

export interface Laying {
  readonly now: number;
  /** Entries that are as before: their timers and their insiders stay. */
  readonly keep: ReadonlySet<string>;
  /** Whether `includeCurrent` counts: at publishing, not when a pause ends. */
  readonly admitCurrent: boolean;
}

const PAGE = 2_000;

/**
 * Prepares what lets contacts in without an event of theirs: schedules and dates get their timers; a segment marks who is
 * inside already, so that only those who come later enter, or, with `includeCurrent`, is scanned at once, which lets them in
 * page by page.
 */
export async function layEntries(tx: Tx, journey: LaidJourney, laying: Laying): Promise<void> {
  const { journeyId, plan } = journey;
  await dropOthers(tx, journey, laying.keep);
  for (const entry of plan.entries.filter(({ id }) => !laying.keep.has(id))) {
    await removeEntryTimers(tx, journeyId, entry.id);
    await entryBaseline.forgetSegments(tx, journeyId, entry.id);
    await lay(tx, journey, entry, laying);
  }
}

/** Timers and insiders of entries that are no longer drawn. */
async function dropOthers(tx: Tx, { journeyId }: LaidJourney, keep: ReadonlySet<string>): Promise<void> {
  if (keep.size > 0) return entryBaseline.forgetEntriesBut(tx, journeyId, [...keep]);
  await removeEntryTimers(tx, journeyId);
  await entryBaseline.forgetSegments(tx, journeyId);
}

async function lay(tx: Tx, journey: LaidJourney, entry: EntryRule, laying: Laying): Promise<void> {
  if (entry.kind === 'schedule')
    await layEntryTimers(tx, [timer(journey, entry.id, null, nextSchedule(entry, laying.now))]);
  else if (entry.kind === 'segment') await laySegment(tx, journey, entry, laying);
  else if (entry.kind === 'date') await layDates(tx, journey, entry, laying.now);
}

async function laySegment(
  tx: Tx,
  journey: LaidJourney,
  entry: SegmentEntry,
  { now, admitCurrent }: Laying,
): Promise<void> {
  const { workspaceId, journeyId } = journey;
  if (entry.includeCurrent && admitCurrent) return layEntryTimers(tx, [timer(journey, entry.id, null, now)]);
  await entryBaseline.markSegment(tx, { workspaceId, journeyId, entryId: entry.id, condition: entry.condition, now });
  if (isTimeDependent(entry.condition))
    await layEntryTimers(tx, [timer(journey, entry.id, null, now + SEGMENT_SCAN_EVERY)]);
}

async function layDates(tx: Tx, journey: LaidJourney, entry: DateEntry, now: number): Promise<void> {
  for (let after = 0; ;) {
    const contacts = await entryBaseline.datesPage(tx, journey.workspaceId, after, PAGE);
    const timers = contacts.flatMap(({ id, timeZone, attributes }) => {
      const known: ContactFacts = {
        contact: { id, attributes, tags: [] },
        timeZone,
        lastEventId: 0,
        history: new Map(),
      };
      const dueAt = nextDate(journey, entry, known, now);
      return dueAt === null ? [] : [timer(journey, entry.id, id, dueAt)];
    });
    await layEntryTimers(tx, timers);
    const last = contacts.at(-1);
    if (last === undefined || contacts.length < PAGE) return;
    after = last.id;
  }
}

function timer(
  { workspaceId, journeyId }: LaidJourney,
  entryId: string,
  contactId: number | null,
  dueAt: number | null,
): TimerChange {
  return { workspaceId, journeyId, entryId, contactId, dueAt };
}
