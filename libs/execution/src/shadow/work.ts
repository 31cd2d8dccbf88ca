import type { LaneWork, ShardLease } from '../ports.js';
import { dueTimers } from './entry-timers.js';
import type { ShadowTables } from './tables.js';

/** Lanes of these shards that have runs with a moment, or events to route. */
export function laneWork(tables: ShadowTables, leases: readonly ShardLease[]): LaneWork[] {
  const shards = new Set(leases.map(({ shard }) => shard));
  const lanes = new Map<string, { shard: number; workspaceId: number; dueAt: number | null; signals: boolean }>();
  const laneOf = (shard: number, workspaceId: number) => {
    const name = `${shard}:${workspaceId}`;
    let lane = lanes.get(name);
    if (!lane) lanes.set(name, (lane = { shard, workspaceId, dueAt: null, signals: false }));
    return lane;
  };
  for (const id of tables.dueRuns.upTo(Infinity)) {
    const { shard, workspaceId, dueAt } = tables.runs.get(id)!; // indexed only while it is there
    if (shards.has(shard)) laneOf(shard, workspaceId).dueAt ??= dueAt;
  }
  for (const { contactId } of tables.signals.values()) {
    const contact = tables.contacts.get(contactId);
    if (contact && shards.has(contact.shard)) laneOf(contact.shard, contact.workspaceId).signals = true;
  }
  return [...lanes.values()].sort((a, b) => a.shard - b.shard || a.workspaceId - b.workspaceId);
}

/** Whether entry timers or deliveries wait at a moment. */
export function workAt(tables: ShadowTables, now: number): { readonly timers: boolean; readonly deliveries: boolean } {
  return {
    timers: dueTimers(tables, now, 1).length > 0,
    deliveries: (tables.dueOutbox.first()?.at ?? Infinity) <= now,
  };
}

/** The earliest moment at which anything wants attention; null when nothing does. */
export function nextDueAt(tables: ShadowTables): number | null {
  const moments = [
    tables.dueRuns.first()?.at,
    tables.dueOutbox.first()?.at,
    tables.dueTimers.first()?.at,
    first(tables.signals.values())?.receivedAt,
  ].filter((at) => at !== undefined);
  return moments.length === 0 ? null : Math.min(...moments);
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
