import type { Evidence } from './evidence.js';
import { finding, type Finding } from './finding.js';

/** P7: when the faults are over, everything is finished, waits for something, or is parked with a reason. */
export function checkRest({
  now,
  runs,
  signals,
  effects,
  events,
  listed,
  shards,
  contacts,
  waitingSubscriptions,
  versions,
}: Evidence): Finding[] {
  const all = [...runs.values()];
  const pending = new Set(effects.filter(({ state }) => state === 'ready' || state === 'sending').map(({ runId }) => runId)); // prettier-ignore
  const late = all.filter(({ state, dueAt }) => state === 'active' && dueAt !== null && dueAt < now);
  const forgotten = all.filter(({ id, state, dueAt }) => state === 'active' && dueAt === null && !waitingSubscriptions.has(id) && !pending.has(id)); // prettier-ignore
  const poison = (contactId: number): boolean => contacts.get(contactId)?.attributes['poison'] !== undefined;
  const parked = all.filter(({ state }) => state === 'quarantined');
  // Who came to the trap before the poison was known of them passed it.
  const poisonedAt = new Map<number, number>();
  for (const { id, type, contactId } of events.values())
    if (type === '$contact_updated') poisonedAt.set(contactId, Math.min(id, poisonedAt.get(contactId) ?? Infinity));
  const inTrap = all.filter(({ versionId, contactId }) => versions.get(versionId)?.name === 'traps' && poison(contactId)); // prettier-ignore
  const trapped = inTrap.filter(({ contactId, entryEventId }) => (entryEventId ?? 0) > (poisonedAt.get(contactId) ?? Infinity)); // prettier-ignore
  return [
    ...finding('P7', 'events that journeys never heard of', signals === 0 ? [] : [signals]),
    ...finding('P7', 'runs that are due and do not move', late),
    ...finding('P7', 'runs that nothing will ever wake', forgotten),
    ...finding('P7', 'effects that nobody delivers', effects.filter(({ state }) => state === 'ready' || state === 'sending')), // prettier-ignore
    ...finding('P7', 'shards that nobody owns', shards.filter((shard) => shard['owner'] === null || Number(shard['until']) < now - OVERDUE_MS)), // prettier-ignore
    ...finding(
      'P7',
      'runs in no state at all',
      all.filter(({ state }) => !STATES.has(state)),
    ),
    ...finding(
      'P7',
      'ended without a reason',
      all.filter(({ state, endReason }) => state === 'ended' && !endReason),
    ),
    ...finding(
      'P7',
      'parked without a reason',
      parked.filter(({ endDetail }) => !endDetail),
    ),
    ...finding(
      'P7',
      'parked although nothing is wrong with them',
      parked.filter((run) => !inTrap.includes(run)),
    ),
    ...finding(
      'P7',
      'parked, and not on the list',
      parked.filter(({ id }) => !listed.has(id)),
    ),
    ...finding('P7', 'on the list, and not parked', [...listed].filter((id) => runs.get(id)?.state !== 'quarantined')), // prettier-ignore
    ...finding(
      'P7',
      'poisoned, and not parked',
      trapped.filter(({ state }) => state !== 'quarantined'),
    ),
  ];
}

/** Two leases of the engine under test. */
const OVERDUE_MS = 6_000;
const STATES = new Set(['active', 'paused', 'ended', 'quarantined']);
