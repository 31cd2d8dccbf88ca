import { compile, type EntryRule, type JourneyDocument, type NodeCatalogue, type SegmentEntry } from '@sojourn/journey';
import { evaluate, isTimeDependent } from '@sojourn/rules';
import { nextDate } from '../date-entries.js';
import { nextSchedule, SEGMENT_SCAN_EVERY } from '../entry-timers.js';
import type { PlannedJourney } from '../registry.js';
import { layEntryTimers } from './entry-timers.js';
import { historyFacts } from './facts.js';
import type { ShadowTables } from './tables.js';

/** Makes a document live as a new journey, and lays what its entries need. Answers the journey's id. */
export function publish(
  tables: ShadowTables,
  workspaceId: number,
  document: JourneyDocument,
  catalogue: NodeCatalogue,
  now: number,
): number {
  const versionId = tables.nextId('version');
  const journeyId = tables.nextId('journey');
  const journey: PlannedJourney = { workspaceId, journeyId, versionId, plan: compile(document, catalogue) };
  tables.versions.set(versionId, { id: versionId, document });
  tables.journeys.set(journeyId, {
    ...{ workspaceId, journeyId, versionId, document },
    ...{ state: 'live', revision: tables.nextId('revision') },
  });
  for (const entry of journey.plan.entries) layEntry(tables, journey, entry, now);
  return journeyId;
}

function layEntry(tables: ShadowTables, journey: PlannedJourney, entry: EntryRule, now: number): void {
  const own = { workspaceId: journey.workspaceId, journeyId: journey.journeyId, entryId: entry.id };
  if (entry.kind === 'schedule') layEntryTimers(tables, [{ ...own, contactId: null, dueAt: nextSchedule(entry, now) }]);
  else if (entry.kind === 'segment') laySegment(tables, own, entry, now);
  else if (entry.kind === 'date')
    for (const { id, workspaceId, attributes, timeZone } of tables.contacts.values()) {
      if (workspaceId !== journey.workspaceId) continue;
      const known = { contact: { id, attributes, tags: [] }, timeZone, lastEventId: 0, history: new Map() };
      layEntryTimers(tables, [{ ...own, contactId: id, dueAt: nextDate(journey, entry, known, now) }]);
    }
}

/** Those who meet the condition already stay out, or are scanned at once when the entry says that they count. */
function laySegment(
  tables: ShadowTables,
  own: { readonly workspaceId: number; readonly journeyId: number; readonly entryId: string },
  { condition, includeCurrent }: SegmentEntry,
  now: number,
): void {
  if (includeCurrent) return layEntryTimers(tables, [{ ...own, contactId: null, dueAt: now }]);
  const inside = tables.insideOf(own.journeyId, own.entryId);
  for (const contact of tables.contacts.values())
    if (contact.workspaceId === own.workspaceId && evaluate(condition, historyFacts(contact, now)))
      inside.add(contact.id);
  if (isTimeDependent(condition))
    layEntryTimers(tables, [{ ...own, contactId: null, dueAt: now + SEGMENT_SCAN_EVERY }]);
}
