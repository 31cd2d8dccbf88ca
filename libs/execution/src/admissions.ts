import { groupBy } from '@sojourn/kernel';
import type { PlannedJourney } from './registry.js';
import type { Admission, RoutingReads, RunIdentity } from './ports.js';
import { mayEnter } from './reentry.js';

export interface AdmissionRequest {
  readonly journey: PlannedJourney;
  readonly entryId: string;
  /** Separates runs of one contact: the value of `keyBy`, else empty. */
  readonly key: string;
  readonly contactId: number;
  readonly at: number;
  readonly entryEventId: number | null;
}

/**
 * The requests that the journeys' re-entry rules allow, in order; at most one a (journey, contact, key). `ending` are the runs
 * that the same transaction ends: they stand in nobody's way.
 */
export async function admitted(
  requests: readonly AdmissionRequest[],
  ending: readonly RunIdentity[],
  read: Pick<RoutingReads, 'earlierRuns'>,
): Promise<Admission[]> {
  if (requests.length === 0) return [];
  const earlier = await read.earlierRuns(
    requests.map(({ journey, contactId, key }) => ({ journeyId: journey.journeyId, contactId, key })),
  );
  const before = new Map(earlier.map((run) => [identityOf(run), run]));
  const ends = groupBy(ending, identityOf);
  const granted = new Map<string, Admission>();
  for (const { journey, entryId, key, contactId, at, entryEventId } of requests) {
    const { journeyId, workspaceId, versionId, plan } = journey;
    const identity = identityOf({ journeyId, contactId, key });
    if (granted.has(identity)) continue;
    const { startedAt = null, underWay = 0 } = before.get(identity) ?? {};
    const passages = { lastStart: startedAt, active: underWay > (ends.get(identity)?.length ?? 0) };
    if (mayEnter(plan.reentry, passages, at) !== true) continue;
    granted.set(identity, {
      workspaceId,
      journeyId,
      versionId,
      contactId,
      key,
      entryId,
      nodeId: plan.start,
      at,
      entryEventId,
    });
  }
  return [...granted.values()];
}

function identityOf(run: { journeyId: number; contactId: number; key: string }): string {
  return `${run.journeyId}:${run.contactId}:${run.key}`;
}
