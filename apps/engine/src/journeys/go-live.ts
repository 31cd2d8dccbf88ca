import type { JourneyDocument, Plan } from '@sojourn/journey';
import { journeyVersions, type Tx } from '@sojourn/storage';
import { layEntries } from './lay-entries.js';

export interface GoingLive {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly document: JourneyDocument;
  readonly plan: Plan;
  readonly publishedBy: number | null;
  readonly now: number;
  /** Entries that are as before: their timers and their insiders stay. */
  readonly keep: ReadonlySet<string>;
}

/** Keeps the document as the journey's next version, lays what its entries need, and tells the engines. */
export async function goLive(tx: Tx, own: GoingLive): Promise<{ readonly id: number; readonly number: number }> {
  const { workspaceId, journeyId, document, plan, publishedBy, now, keep } = own;
  const version = await journeyVersions.add(tx, { workspaceId, journeyId, document, publishedBy, now });
  await layEntries(tx, { workspaceId, journeyId, versionId: version.id, plan }, { now, keep, admitCurrent: true });
  await journeyVersions.announce(tx, { workspaceId, journeyId, state: 'live', versionId: version.id, now });
  return version;
}
