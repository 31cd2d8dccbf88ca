import { groupBy, type Clock } from '@sojourn/kernel';
import type { Engine } from '../engine.js';
import type { Begin } from '../ports.js';
import type { OutboxItem, OutboxResult } from '../records.js';
import { channelOf, DEFAULT_RULES, type ChannelRules } from './channel-rules.js';
import { handOver, rulesOf, type Handed } from './hand-over.js';
import { judged } from './judge.js';
import { Lane } from './lane.js';
import type { OutboxStore, SendLane, ToBegin } from './ports.js';
import { Together } from './together.js';

/** Lanes and their gates are looked at this often, and never more than a tenth of the time; `begin` sees a kill switch anyway. */
const LOOK_MS = 250;
const LONGEST_LOOK_MS = 1_000;
/** Lanes leased from in one go. */
const LANES_AT_ONCE = 32;
/** Deliveries leased or with providers at a time, all lanes together: memory stays bounded. */
const HELD_AT_MOST = 4_000;
/** A pause between rounds while calls are under way and nothing else can be done. */
const BREATH_MS = 50;
/** Worth waiting for a lane that opens soon; otherwise the next poll finds it. */
const SOON_MS = 1_000;
/** What is leased and not begun is soon anyone's again when its worker dies. */
const CLAIM_LEASE_MS = 20_000;
const RECOVER_MS = 5_000;
const RECONCILE_MS = 60_000;
/** Unknown deliveries older than that are left to people. */
const DOUBT_MS = 7 * 86_400_000;
const SETTLE_RETRY_MS = 5_000;
/** After an order to stop, results that the database does not take are given up: the lease decides. */
const LAST_TRIES_MS = 10_000;

type Lanes = Map<string, Lane>;
interface Settled {
  readonly results: readonly OutboxResult[];
  readonly pauses: readonly (SendLane & { readonly ms: number })[];
}

/**
 * Sends what is due, lane by lane at the same time. Each lane leases a little more than it can call at once; every call is marked
 * just before it leaves and settled as soon as it is back. Marks and settlements of all lanes are gathered into few transactions.
 * A lane that is slow, throttled, halted or empty holds up no other.
 */
export class Sender {
  readonly #engine: Engine;
  readonly #outbox: OutboxStore;
  readonly #clock: Clock;
  readonly #stop: () => boolean;
  readonly #lanes: Lanes = new Map();
  readonly #held = new Set<number>();
  readonly #calls = new Set<Promise<void>>();
  readonly #begin: Together<readonly ToBegin[], ReadonlySet<number>>;
  readonly #settle: Together<Settled, void>;
  #sent = 0;
  #lookedAt = -Infinity;
  #lookEvery = LOOK_MS;
  #recoveredAt = -Infinity;
  #turn = 0;
  #fault: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(engine: Engine, outbox: OutboxStore, clock: Clock, stop: () => boolean) {
    this.#engine = engine;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#stop = stop;
    this.#begin = new Together((asks) => this.#beginAll(asks), 500);
    this.#settle = new Together((all) => this.#settleAll(all), 500);
  }

  /** Until nothing is left that can be sent, or it is told to stop. Answers how many deliveries were settled. */
  async run(): Promise<number> {
    try {
      while (!this.#stop() && !this.#fault) {
        await this.#look();
        const taken = await this.#take();
        this.#startCalls();
        if (this.#calls.size === 0 && taken === 0) {
          const soon = this.#opensInMs();
          if (soon === undefined || soon > SOON_MS) break;
          await this.#pause(Math.max(5, soon));
        } else if (taken === 0 || this.#held.size >= HELD_AT_MOST) await this.#pause(BREATH_MS);
      }
    } finally {
      // What was leased and not begun is for the next worker at once; what is with a provider is waited for.
      await this.#giveBack([...this.#lanes.values()]).catch(() => undefined);
      await Promise.all(this.#calls);
    }
    if (this.#fault) throw this.#fault.error;
    return this.#sent;
  }

  async #look(): Promise<void> {
    const now = this.#clock.now();
    const began = performance.now();
    if (began - this.#lookedAt < this.#lookEvery) return;
    if (performance.now() - this.#recoveredAt > RECOVER_MS) {
      const { couriers } = this.#engine;
      await this.#outbox.recover({ now, rulesOf: (effect) => rulesOf(couriers, effect) });
      await this.#askProviders(now);
      this.#recoveredAt = performance.now();
    }
    const due = new Map((await this.#outbox.lanes(now)).map((lane) => [nameOf(lane), lane]));
    this.#lookedAt = performance.now();
    this.#lookEvery = Math.min(LONGEST_LOOK_MS, Math.max(LOOK_MS, (this.#lookedAt - began) * 10));
    for (const [name, gate] of due)
      if (!this.#lanes.has(name)) this.#lanes.set(name, new Lane(gate, this.#rulesOf(gate.channel), this.#lookedAt));
    for (const [name, lane] of this.#lanes) {
      lane.seen(due.get(name), this.#lookedAt);
      if (!due.has(name) && lane.calls === 0 && lane.buffer.length === 0) this.#lanes.delete(name);
    }
    await this.#giveBack([...this.#lanes.values()].filter((lane) => !lane.isOpen(this.#lookedAt)));
  }

  /** Leases from the lanes that want something, each in its turn. */
  async #take(): Promise<number> {
    const now = performance.now();
    const room = HELD_AT_MOST - this.#held.size;
    const wanting = [...this.#lanes.values()].filter((lane) => lane.wants(now) > 0);
    if (wanting.length === 0 || room <= 0) return 0;
    const from = this.#turn++ % wanting.length;
    const chosen = [...wanting.slice(from), ...wanting.slice(0, from)].slice(0, LANES_AT_ONCE);
    const share = Math.max(1, Math.floor(room / chosen.length));
    const wants = chosen.map((lane) => ({
      workspaceId: lane.gate.workspaceId,
      channel: lane.gate.channel,
      from: lane.gate.dueAt,
      limit: Math.min(share, lane.wants(now)),
    }));
    const items = await this.#outbox.claim({ now: this.#clock.now(), leaseMs: CLAIM_LEASE_MS, wants });
    // Given back a moment ago by a call that does not know yet: it comes in the next round.
    await this.#outbox.release(items.flatMap(({ id }) => (this.#held.has(id) ? [id] : [])));
    const byLane = groupBy(items.filter(({ id }) => !this.#held.has(id)), laneNameOf); // prettier-ignore
    let taken = 0;
    chosen.forEach((lane, i) => {
      const own = byLane.get(nameOf(lane.gate)) ?? [];
      lane.took(own);
      if (own.length < (wants[i]?.limit ?? 0)) lane.drained();
      for (const { id } of own) this.#held.add(id);
      taken += own.length;
    });
    if (taken > 0) await this.#engine.crashPoint('delivery.after-claim');
    return taken;
  }

  #startCalls(): void {
    if (this.#stop() || this.#fault) return;
    const now = performance.now();
    for (const lane of this.#lanes.values())
      for (let items = lane.next(now); items; items = lane.next(now)) {
        const call = this.#call(lane, items)
          .catch((error: unknown) => {
            this.#fault ??= { error };
          })
          .finally(() => {
            this.#calls.delete(call);
            this.#wake();
          });
        this.#calls.add(call);
      }
  }

  async #call(lane: Lane, items: readonly OutboxItem[]): Promise<void> {
    const { channel, workspaceId } = lane.gate;
    const started = performance.now();
    try {
      const { results, quietMs } = await this.#handOver(lane, items);
      const ms = Math.min(quietMs, lane.rules.longestQuietMs);
      if (ms > 0) lane.quiet(ms, performance.now());
      await this.#engine.crashPoint('delivery.before-settle');
      await this.#settle.do({ results, pauses: ms > 0 ? [{ workspaceId, channel, ms }] : [] });
      this.#sent += results.length;
      this.#engine.observe({
        kind: 'delivered',
        channel,
        items: results.length,
        ms: performance.now() - started,
        ended: endsOf(results),
      });
    } finally {
      for (const { id } of items) this.#held.delete(id);
    }
  }

  /** The provider's place is free again as soon as it has answered: the next call begins while this one is settled. */
  async #handOver(lane: Lane, items: readonly OutboxItem[]): Promise<Handed> {
    lane.calls++;
    try {
      return await handOver(this.#engine.couriers, items, this.#clock.now(), this.#beginOf(lane, items));
    } finally {
      lane.calls--;
      this.#startCalls();
      this.#wake();
    }
  }

  #beginOf(lane: Lane, items: readonly OutboxItem[]): Begin {
    const { workspaceId, channel } = lane.gate;
    const known = new Map(items.map((item) => [item.id, item]));
    return async (ids, hashes) => {
      const asks = ids.flatMap((id) => known.has(id) ? [{ id, workspaceId, channel, limited: lane.limited, bodyHash: hashes?.get(id) }] : []); // prettier-ignore
      const asked = performance.now();
      const begun = await this.#begin.do(asks);
      await this.#engine.crashPoint('delivery.after-begin');
      // The process slept, or the database: soon somebody else may take it up, so it goes back uncalled.
      if (performance.now() - asked > this.#engine.options.leaseMs / 2) {
        await this.#settle.do({ results: [...begun].flatMap((id) => putBack(known.get(id), this.#clock.now())), pauses: [] }); // prettier-ignore
        return new Set();
      }
      const denied = asks.filter(({ id }) => !begun.has(id));
      for (const { id } of denied) this.#held.delete(id);
      if (denied.length > 0) lane.quiet(BREATH_MS, performance.now());
      return begun;
    };
  }

  async #beginAll(asks: readonly (readonly ToBegin[])[]): Promise<readonly ReadonlySet<number>[]> {
    const { leaseMs } = this.#engine.options;
    const begun = await this.#outbox.begin({ now: this.#clock.now(), leaseMs, items: asks.flat() });
    return asks.map(() => begun);
  }

  /** A result is known once and must not be lost to a database that is away for a while. */
  async #settleAll(all: readonly Settled[]): Promise<readonly void[]> {
    const results = all.flatMap((one) => one.results);
    const pauses = all.flatMap((one) => one.pauses);
    let stoppedAt: number | undefined;
    for (let tries = 0; ; tries++) {
      try {
        await this.#outbox.settle({ results, pauses });
        await this.#engine.crashPoint('delivery.after-settle');
        return all.map(() => undefined);
      } catch (error) {
        if (!this.#engine.isWorldFailure(error)) throw error;
        if (this.#stop()) stoppedAt ??= performance.now();
        if (stoppedAt !== undefined && performance.now() - stoppedAt > LAST_TRIES_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(SETTLE_RETRY_MS, 100 * 2 ** tries)));
      }
    }
  }

  async #askProviders(now: number): Promise<void> {
    for (const { reconcile } of this.#engine.couriers.values())
      for (const channel of reconcile?.channels ?? []) {
        const items = await this.#outbox.doubtful({ now, channel, notBefore: now - DOUBT_MS, limit: 100, pauseMs: RECONCILE_MS }); // prettier-ignore
        if (items.length === 0 || !reconcile) continue;
        const byId = new Map(items.map((item) => [item.id, item]));
        const told = await reconcile.ask(items, now);
        const results = told.flatMap((result) => {
          const item = byId.get(result.id);
          return item && 'final' in result ? [judged({ ...item, ambiguousAt: null }, result, this.#rulesOf(channel), now)] : []; // prettier-ignore
        });
        await this.#settle.do({ results, pauses: [] });
      }
  }

  async #giveBack(lanes: readonly Lane[]): Promise<void> {
    const ids = lanes.flatMap((lane) => lane.buffer.splice(0).map(({ id }) => id));
    for (const id of ids) this.#held.delete(id);
    await this.#outbox.release(ids);
  }

  #opensInMs(): number | undefined {
    const now = performance.now();
    const times = [...this.#lanes.values()].flatMap((lane) => lane.opensInMs(now) ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #rulesOf(channel: string): ChannelRules {
    const { couriers } = this.#engine;
    const courier = couriers.get(channel.split(':', 1)[0] ?? '') ?? couriers.get('message');
    return courier?.rules?.(channel) ?? DEFAULT_RULES;
  }
}

const nameOf = ({ workspaceId, channel }: SendLane): string => `${workspaceId} ${channel}`;
const laneNameOf = ({ workspaceId, effect }: OutboxItem): string => `${workspaceId} ${channelOf(effect)}`;

function putBack(item: OutboxItem | undefined, now: number): OutboxResult[] {
  if (!item) return []; // begun in the same transaction by another call
  const { id, attempt, ambiguousAt = null } = item;
  return [{ id, at: now, retryAt: now, reason: 'worker-slow', attempt, ambiguousAt }];
}

function endsOf(results: readonly OutboxResult[]): Record<string, number> {
  const ends: Record<string, number> = {};
  for (const result of results) {
    const end = 'retryAt' in result ? 'again' : result.dead ? 'dead' : result.final.status;
    ends[end] = (ends[end] ?? 0) + 1;
  }
  return ends;
}
