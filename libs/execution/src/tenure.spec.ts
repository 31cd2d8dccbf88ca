import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OperationalError, VirtualClock } from '@sojourn/kernel';
import type { ShardStore } from './ports.js';
import { ShadowShards } from './shadow/shards.js';
import { ShardKeeper, startTenure } from './tenure.js';

const LEASE = 9_000;

/** Three workers over one store in memory; `broken` cuts one of them off. */
describe('a worker keeps a fair share of the shards', () => {
  let clock: VirtualClock;
  let store: ShadowShards;
  const broken = new Set<string>();
  const busy = new Map<string, Set<number>>();
  beforeEach(() => {
    clock = new VirtualClock(1_000);
    store = new ShadowShards(64, () => clock.now());
    broken.clear();
    busy.clear();
  });

  const worker = (name: string): ShardKeeper => {
    const through: ShardStore = {
      ...bound(store, clock),
      async heartbeat(ask) {
        if (broken.has(name)) throw new OperationalError('no way', { code: 'storage.unreachable' });
        return store.heartbeat(ask);
      },
    };
    return new ShardKeeper({
      store: through,
      worker: name,
      leaseMs: LEASE,
      monotonic: clock,
      busy: (shard) => busy.get(name)?.has(shard) ?? false,
    });
  };
  const counts = (...workers: ShardKeeper[]): number[] => workers.map((one) => one.leases().length);
  const beatAll = async (...workers: ShardKeeper[]): Promise<void> => {
    for (const one of workers) await one.beat();
  };
  /** No shard is worked on by two at once. */
  const overlap = (...workers: ShardKeeper[]): number[] => {
    const all = workers.flatMap((one) => one.leases().map(({ shard }) => shard));
    return all.filter((shard, i) => all.indexOf(shard) !== i);
  };

  it('alone: everything; two: half each; a third comes: a third each; one leaves: half each again', async () => {
    const [a, b, c] = [worker('a'), worker('b'), worker('c')];
    expect(await a.beat()).toEqual({ held: 64, fair: 64, workers: 1, unsettled: false });
    expect(await b.beat()).toMatchObject({ held: 0, fair: 32, unsettled: true });
    await beatAll(a, b);
    expect(counts(a, b)).toEqual([32, 32]);
    await c.beat();
    await beatAll(a, b);
    expect(await c.beat()).toEqual({ held: 21, fair: 21, workers: 3, unsettled: false });
    expect(counts(a, b, c)).toEqual([22, 21, 21]);
    expect(overlap(a, b, c)).toEqual([]);
    await c.leave(0, () => Promise.resolve());
    clock.advanceTo(clock.now() + LEASE + 1); // this store forgets who left only when the lease is over
    await beatAll(a, b, a, b);
    expect(counts(a, b, c)).toEqual([32, 32, 0]);
  });

  it('ten workers that come one after the other end with six or seven each', async () => {
    const all = Array.from({ length: 10 }, (_, i) => worker(`w${9 - i}`));
    for (const [i] of all.entries()) await beatAll(...all.slice(0, i + 1));
    await beatAll(...all, ...all, ...all);
    expect(counts(...all).sort()).toEqual([6, 6, 6, 6, 6, 6, 7, 7, 7, 7]);
    expect(overlap(...all)).toEqual([]);
    const shares = counts(...all);
    await beatAll(...all, ...all);
    expect(counts(...all)).toEqual(shares);
  });

  it('takes over from one that died when its lease is over, and not before', async () => {
    const [a, b] = [worker('a'), worker('b')];
    await beatAll(a, b, a, b);
    for (let passed = 0; passed < LEASE - 3_000; passed += 3_000) {
      clock.advanceTo(clock.now() + 3_000);
      await b.beat();
      expect(counts(b)).toEqual([32]);
    }
    clock.advanceTo(clock.now() + 3_000);
    await b.beat();
    expect(counts(b)).toEqual([64]);
  });

  it('one that cannot renew owns nothing before another one may take over', async () => {
    const [a, b] = [worker('a'), worker('b')];
    await beatAll(a, b, a, b);
    broken.add('a');
    for (let passed = 0; passed <= 2 * LEASE; passed += 100) {
      clock.advanceTo(clock.now() + 100);
      await expect(a.beat()).rejects.toThrow('no way');
      await b.beat();
      expect(overlap(a, b)).toEqual([]);
    }
    expect(counts(a, b)).toEqual([0, 64]);
    broken.clear();
    await beatAll(a, b, a);
    expect(counts(a, b)).toEqual([32, 32]);
    expect(overlap(a, b)).toEqual([]);
  });

  it('one that was stopped (SIGSTOP) owns nothing when it goes on, and learns who does', async () => {
    const [a, b] = [worker('a'), worker('b')];
    await beatAll(a, b, a, b);
    const before = a.leases();
    clock.advanceTo(clock.now() + 2 * LEASE);
    await b.beat();
    expect(counts(a, b)).toEqual([0, 64]);
    await a.beat();
    expect(a.leases().filter((lease) => before.some((old) => old.epoch === lease.epoch && old.shard === lease.shard))).toEqual([]); // prettier-ignore
    expect(overlap(a, b)).toEqual([]);
  });

  it('gives back what rests first, and what is under way after that, taking on nothing new of it meanwhile', async () => {
    const [a, b] = [worker('a'), worker('b')];
    await a.beat();
    const running = new Set(Array.from({ length: 40 }, (_, i) => i));
    busy.set('a', running);
    await b.beat();
    expect(await a.beat()).toMatchObject({ held: 40, unsettled: true });
    expect(counts(a)).toEqual([32]);
    await b.beat();
    expect(counts(b)).toEqual([24]);
    running.clear();
    expect(await a.beat()).toMatchObject({ held: 32, unsettled: false });
    await b.beat();
    expect(counts(a, b)).toEqual([32, 32]);
  });

  it('drops a shard of which the store says that it has another owner', async () => {
    const a = worker('a');
    await a.beat();
    a.lost([3, 4]);
    expect(a.leases().map(({ shard }) => shard)).not.toContain(3);
    expect(counts(a)).toEqual([62]);
  });

  it('leaves when nothing is under way any more, or when patience ends', async () => {
    const a = worker('a');
    await a.beat();
    const running = new Set([5]);
    busy.set('a', running);
    const waits: number[] = [];
    await a.leave(1_000, async (ms) => {
      waits.push(ms);
      expect(counts(a)).toEqual([0]);
      clock.advanceTo(clock.now() + ms);
      if (waits.length === 3) running.clear();
    });
    expect(waits).toHaveLength(3);
    expect((await store.owners()).every(({ owner }) => owner === null)).toBe(true);

    const b = worker('b');
    await b.beat();
    busy.set('b', new Set([5]));
    await b.leave(100, async (ms) => clock.advanceTo(clock.now() + ms));
    expect((await store.owners()).every(({ owner }) => owner === null)).toBe(true);
  });

  it('more workers than shards: some own nothing, and are content', async () => {
    store = new ShadowShards(1, () => clock.now());
    const [a, b] = [worker('a'), worker('b')];
    await beatAll(a, b);
    expect(await b.beat()).toEqual({ held: 0, fair: 0, workers: 2, unsettled: false });
    expect(counts(a, b)).toEqual([1, 0]);
    clock.advanceTo(clock.now() + LEASE / 2);
    await b.beat();
    const c = worker('c');
    clock.advanceTo(clock.now() + LEASE / 2 + 1); // a fell silent
    await beatAll(c, b);
    expect(counts(a, b, c)).toEqual([0, 0, 1]);
  });
});

describe('beating by itself', () => {
  // Timers go when the spec says so: a lease of 150 ms would be lost whenever a busy machine stands still for so long.
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = async (ms: number): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms));

  it('goes on until it is stopped, and says what it owns when that changes', async () => {
    const monotonic = { now: () => performance.now() };
    const store = new ShadowShards(8, monotonic.now);
    const changes: number[] = [];
    const start = (worker: string) =>
      startTenure({ store, worker, leaseMs: 150, monotonic, onChange: (leases) => worker === 'a' && changes.push(leases.length) }); // prettier-ignore
    const a = await start('a');
    expect(a.leases()).toHaveLength(8);
    const b = await start('b');
    await pass(150);
    expect([a.leases().length, b.leases().length]).toEqual([4, 4]);
    await pass(400);
    expect([a.leases().length, b.leases().length]).toEqual([4, 4]);
    await b.stop();
    await pass(200);
    expect(a.leases()).toHaveLength(8);
    expect(changes).toEqual([8, 4, 8]);
    await a.stop();
    expect(a.leases()).toEqual([]);
    expect(await store.owners()).toEqual(expect.arrayContaining([expect.objectContaining({ owner: null })]));
  });
});

it('has its lease although the beat before the renewal was slow', async () => {
  const clock = new VirtualClock(1_000);
  const store = new ShadowShards(8, () => clock.now());
  const slow: ShardStore = {
    ...bound(store, clock),
    async heartbeat(ask) {
      clock.advanceTo(clock.now() + LEASE * 2);
      return store.heartbeat(ask);
    },
  };
  const keeper = new ShardKeeper({ store: slow, worker: 'a', leaseMs: LEASE, monotonic: clock });
  await keeper.beat();
  expect(keeper.leases()).toHaveLength(8);
  clock.advanceTo(clock.now() + LEASE * 0.9);
  expect(keeper.leases()).toEqual([]);
});

it('says so when a beat takes longer than its lease, and beats again when that is over', async () => {
  const clock = new VirtualClock(1_000);
  const store = new ShadowShards(8, () => clock.now());
  let hanging: Promise<void> = Promise.resolve();
  const hung: ShardStore = { ...bound(store, clock), renew: (ask) => hanging.then(() => store.renew(ask)) };
  const told: (string | number)[] = [];
  const tenure = await startTenure({
    store: hung,
    worker: 'a',
    leaseMs: 60,
    monotonic: clock,
    onBeat: (beat) => told.push('failed' in beat ? (beat.failed as OperationalError).code : beat.held),
  });
  expect(told).toEqual([8]);
  let answer!: () => void; // assigned by the executor, which runs at once
  hanging = new Promise((resolve) => (answer = resolve));
  await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe('execution.lease-late');
  answer();
  await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe(8);
  await tenure.stop();
});

function bound(store: ShadowShards, clock: VirtualClock): ShardStore {
  return {
    count: store.count,
    acquire: (ask) => store.acquire(ask),
    renew: (ask) => store.renew(ask),
    release: (ask) => store.release(ask),
    seize: (worker) => store.seize(worker),
    heartbeat: (ask) => store.heartbeat(ask),
    async owners() {
      const owners = await store.owners();
      return owners.map((one) => ({ ...one, owner: one.leaseUntil > clock.now() ? one.owner : null }));
    },
  };
}
