import type { JourneyStore, RoutingReads, ShardLease } from '../ports.js';
import type { Routed, Routing, Signal } from '../records.js';
import { lanesOf } from './claim.js';
import { layEntryTimers } from './entry-timers.js';
import { routingReads } from './routing-reads.js';
import type { ShadowContact, ShadowEvent } from './rows.js';
import type { ShadowTables } from './tables.js';
import { isWokenByTime } from './unheard.js';
import { admitRuns, endRuns, moveSegments, wakeRuns } from './write-routing.js';

/**
 * Routes the first signal of each of up to `limit` contacts. Nothing is written before `route` has answered and the leases
 * still stand; then all is written at once.
 */
export async function routeSignals(
  tables: ShadowTables,
  { lanes, limit, reserve }: Parameters<JourneyStore['routeSignals']>[0],
  route: (signals: readonly Signal[], read: RoutingReads) => Promise<Routing>,
  stands: (lease: ShardLease) => boolean,
): Promise<Routed> {
  const lost = [...new Set(lanes.filter(({ lease }) => !stands(lease)).map(({ lease }) => lease.shard))];
  const laneOf = lanesOf(lanes.filter(({ lease }) => stands(lease)));
  const firsts: { event: ShadowEvent; contact: ShadowContact }[] = [];
  for (const event of tables.signals.values()) {
    if (firsts.length === limit) break;
    const contact = tables.contacts.get(event.contactId);
    if (contact && contact.signals[0] === event && laneOf(contact)) firsts.push({ event, contact });
  }
  const reserved = reserve(firsts.map(({ contact }) => contact.id));
  const taken = firsts.filter(({ event, contact }) => reserved.has(contact.id) && !isMoving(contact, event));
  if (taken.length === 0) return { signals: 0, admitted: 0, woken: 0, ended: 0, lost };
  const signals = taken.map(({ event, contact }): Signal => {
    const { id, type, occurredAt, properties, receivedAt: at } = event;
    const { id: contactId, workspaceId } = contact;
    return { id, workspaceId, contactId, at, event: { id, type, occurredAt, properties } };
  });
  const routing = await route(signals, routingReads(tables));
  return { signals: taken.length, ...write(tables, signals, routing), lost };
}

/** What the contact did before has its consequences first: runs that it woke or let in, and timers that came before this event. */
function isMoving({ runs }: ShadowContact, { receivedAt }: ShadowEvent): boolean {
  return runs.some((run) => {
    if (run.state !== 'active' || run.dueAt === null) return false;
    return run.dueAt < receivedAt || (run.dueAt === receivedAt && !isWokenByTime(run));
  });
}

function write(tables: ShadowTables, signals: readonly Signal[], routing: Routing): Omit<Routed, 'signals' | 'lost'> {
  const ended = endRuns(tables, routing.end);
  const woken = wakeRuns(tables, routing.wake, new Set(routing.end.map(({ runId }) => runId)));
  const admitted = admitRuns(tables, routing.admit);
  moveSegments(tables, routing.enterSegment, routing.leaveSegment);
  layEntryTimers(tables, routing.entryTimers, Math.max(0, ...signals.map(({ at }) => at)));
  for (const { id, contactId } of signals) {
    const contact = tables.contacts.get(contactId);
    if (contact && contact.lastEventId < id) contact.lastEventId = id;
    if (contact?.signals[0]?.id === id) contact.signals.shift();
    tables.signals.delete(id);
  }
  return { admitted, woken, ended: ended.size };
}
