import type { DateEntry, EventEntry, SegmentEntry } from '@sojourn/journey';
import { emptyReads, evaluate, mergeReads, readsOf, type Facts, type Reads } from '@sojourn/rules';
import { CONTACT_UPDATED } from './ports.js';
import type { PlannedJourney } from './registry.js';

export interface EventListener {
  readonly journey: PlannedJourney;
  readonly entry: EventEntry;
}
export interface SegmentListener {
  readonly journey: PlannedJourney;
  readonly entry: SegmentEntry;
}
export interface DateListener {
  readonly journey: PlannedJourney;
  readonly entry: DateEntry;
}

/** The live entries of one workspace by what wakes them: an event costs nothing to journeys that do not care. */
export interface Listeners {
  readonly events: ReadonlyMap<string, readonly EventListener[]>;
  /** Segment entries by the event types their conditions read; attribute and tag readers under `$contact_updated`. */
  readonly segments: ReadonlyMap<string, readonly SegmentListener[]>;
  /** Segment entries that hold of a contact nothing is known of: looked at when the first event of a contact comes, whatever it is. */
  readonly newcomers: readonly SegmentListener[];
  readonly dates: readonly DateListener[];
  /** What must be loaded to decide the entries of one event type. */
  readsFor(eventType: string): Reads;
}

export function listenersOf(journeys: readonly PlannedJourney[]): Listeners {
  const events = new Map<string, EventListener[]>();
  const segments = new Map<string, SegmentListener[]>();
  const newcomers: SegmentListener[] = [];
  const dates: DateListener[] = [];
  for (const journey of journeys) {
    for (const entry of journey.plan.entries) {
      if (entry.kind === 'event') add(events, entry.event, { journey, entry });
      if (entry.kind === 'date') dates.push({ journey, entry });
      if (entry.kind !== 'segment') continue;
      const listener = { journey, entry };
      for (const type of wakersOf(entry)) add(segments, type, listener);
      if (evaluate(entry.condition, NOTHING_KNOWN)) newcomers.push(listener);
    }
  }
  const cache = new Map<string, Reads>();
  const readsFor = (type: string): Reads => {
    const known = cache.get(type);
    if (known) return known;
    const reads = mergeReads(
      emptyReads,
      ...(events.get(type) ?? []).map(({ entry }) => eventEntryReads(entry)),
      ...(segments.get(type) ?? []).map(({ entry }) => readsOf(entry.condition)),
      ...newcomers.map(({ entry }) => readsOf(entry.condition)),
      ...(type === CONTACT_UPDATED ? dates.map(({ entry }) => attributeReads(entry.attribute)) : []),
    );
    cache.set(type, reads);
    return reads;
  };
  return { events, segments, newcomers, dates, readsFor };
}

const NOTHING_KNOWN: Facts = { now: 0, contact: { attributes: {}, tags: [] }, history: () => [] };

function wakersOf({ condition }: SegmentEntry): Set<string> {
  const reads = readsOf(condition);
  const types = new Set(reads.events.keys());
  if (reads.attributes.size > 0 || reads.tags || types.size === 0) types.add(CONTACT_UPDATED);
  return types;
}

function eventEntryReads(entry: EventEntry): Reads {
  const filter = entry.filter ? readsOf(entry.filter) : emptyReads;
  if (entry.occurrence !== 'first') return filter;
  return mergeReads(filter, { ...emptyReads, events: new Map([[entry.event, Infinity]]) });
}

export function attributeReads(path: string): Reads {
  return { ...emptyReads, attributes: new Set([path]) };
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
