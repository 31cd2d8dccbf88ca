import type { LiveJourney } from '../records.js';
import type { ShadowTables } from './tables.js';

/** Journeys whose state or version changed after `revision`, in that order; and the newest revision. */
export function liveJourneys(
  tables: ShadowTables,
  afterRevision: number,
): { readonly revision: number; readonly journeys: readonly LiveJourney[] } {
  const journeys = [...tables.journeys.values()]
    .filter(({ revision }) => revision > afterRevision)
    .sort((a, b) => a.revision - b.revision);
  return { revision: journeys.at(-1)?.revision ?? afterRevision, journeys };
}
