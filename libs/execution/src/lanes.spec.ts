import { expect, it } from 'vitest';
import { Lanes } from './lanes.js';
import type { LaneWork } from './ports.js';

const leases = Array.from({ length: 64 }, (_, shard) => ({ shard, epoch: 1 }));
const lanesOf = (workspaceId: number, shards: number, dueAt = 10): LaneWork[] =>
  Array.from({ length: shards }, (_, shard) => ({ shard, workspaceId, dueAt, signals: false }));
/** A batch in which every lane gave its whole share. */
const full = (chosen: ReturnType<Lanes['due']>, limit: number) =>
  chosen.flatMap(({ lease: { shard }, workspaceId }) =>
    Array.from({ length: Math.ceil(limit / chosen.length) }, (_, id) => ({ shard, workspaceId, dueAt: 10, id })),
  );

it('a workspace with millions due delays nobody: every workspace has a lane in every batch, until there are too many', () => {
  const lanes = new Lanes();
  lanes.learn([...lanesOf(1, 64), ...lanesOf(2, 1), ...lanesOf(3, 2)], 0);
  for (let round = 0; round < 20; round++) {
    const chosen = lanes.due(leases, 100);
    expect(new Set(chosen.map(({ workspaceId }) => workspaceId))).toEqual(new Set([1, 2, 3]));
    lanes.claimed(chosen, full(chosen, 1_000), 1_000, false);
  }
});

it('of more workspaces than a batch has room for, all have their turn before one has two', () => {
  const lanes = new Lanes();
  const work = Array.from({ length: 100 }, (_, workspaceId) => lanesOf(workspaceId, 1)).flat();
  const seen: number[] = [];
  for (let round = 0; seen.length < 100 && round < 50; round++) {
    lanes.learn(work, round);
    const chosen = lanes.due(leases, 100);
    seen.push(...chosen.map(({ workspaceId }) => workspaceId));
    lanes.claimed(chosen, full(chosen, 1_000), 1_000, false);
  }
  expect(new Set(seen.slice(0, 100)).size).toBe(100);
});

it('goes on behind what it claimed, and leaves a lane that gave less than its share', () => {
  const lanes = new Lanes();
  lanes.learn(lanesOf(1, 2), 0);
  const chosen = lanes.due(leases, 100);
  expect(chosen.map(({ after }) => after)).toEqual([{ dueAt: 10, id: 0 }, { dueAt: 10, id: 0 }]); // prettier-ignore
  lanes.claimed(
    chosen,
    [{ shard: 0, workspaceId: 1, dueAt: 11, id: 7 }, { shard: 0, workspaceId: 1, dueAt: 12, id: 5 }, { shard: 1, workspaceId: 1, dueAt: 11, id: 9 }], // prettier-ignore
    4,
    false,
  );
  expect(lanes.due(leases, 100)).toMatchObject([{ lease: { shard: 0 }, after: { dueAt: 12, id: 5 } }]);
});

it('chooses only among shards that are owned, and what is due', () => {
  const lanes = new Lanes();
  lanes.learn([...lanesOf(1, 4), ...lanesOf(2, 4, 1_000)], 0);
  expect(lanes.due([{ shard: 2, epoch: 9 }], 100)).toMatchObject([{ lease: { shard: 2, epoch: 9 }, workspaceId: 1 }]);
});

it('believes what it learnt for a second', () => {
  const lanes = new Lanes();
  expect(lanes.isStale(0)).toBe(true);
  lanes.learn([], 5_000);
  expect([lanes.isStale(5_999), lanes.isStale(6_000), lanes.isStale(4_000)]).toEqual([false, true, true]);
  lanes.learn([], 5_000);
  lanes.forget();
  expect(lanes.isStale(5_001)).toBe(true);
});
