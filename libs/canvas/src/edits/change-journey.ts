import type { EntryCard, ExitRule, JourneyDocument } from '@sojourn/journey';

export function rename(document: JourneyDocument, name: string): JourneyDocument {
  return name === document.name ? document : { ...document, name };
}

export function changeTimeZone(document: JourneyDocument, timeZone: string): JourneyDocument {
  return timeZone === document.timeZone ? document : { ...document, timeZone };
}

/** Rules and re-entry of the entry card; its place on the canvas belongs to `moveNodes`. */
export function changeEntry(document: JourneyDocument, entry: Partial<Omit<EntryCard, 'position'>>): JourneyDocument {
  const next = { ...document.entry, ...entry };
  const same = next.rules === document.entry.rules && next.reentry === document.entry.reentry;
  return same ? document : { ...document, entry: next };
}

export function changeExits(document: JourneyDocument, exits: readonly ExitRule[]): JourneyDocument {
  return exits === document.exits ? document : { ...document, exits };
}
