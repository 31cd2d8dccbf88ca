import type { JourneyStore } from '@sojourn/execution';
import { Shadow } from '@sojourn/execution/shadow';
import { HOUR, MINUTE, VirtualClock, type JsonObject } from '@sojourn/kernel';
import { fromLocal } from '@sojourn/kernel/schedule';
import { drawn } from './drawing.js';
import { Faulty } from './faulty.js';
import type { Circumstances, FaultKind } from './faults.js';
import { catalogue } from './plugins.js';
import { Process } from './process.js';
import type { Ledger } from './provider.js';
import { quiet, Scheduler } from './scheduler.js';
import type { ContactSpec, Happening, Moment, World } from './world.js';

export const START = fromLocal('2026-03-02T00:00', 'UTC');
/** How long a world goes on after the last thing happened. */
export const AFTERWARDS = 30 * HOUR;
/** Codes and medals, more than anybody asks for or fewer. */
export const STOCK = { ample: 300, scarce: 2 } as const;
const WORKSPACE = 1;
const SHARDS = 4;
export const LEASE = 60_000;
/** How slow the clock of a machine may be that takes events in. */
export const SKEW = 2_000;
/** A world of this size that is not at rest after so many calls goes round in circles. */
const MOST_CALLS = 30_000;

export interface HouseOptions {
  readonly circumstances: Circumstances;
  /** Whether wakes happen at their due times, whenever they come: then faults change nothing at all. */
  readonly logicalTime?: boolean;
  /** Puts a bug between the engine and its store. */
  readonly mutate?: (store: JourneyStore, shadow: Shadow) => JourneyStore;
}

export function attributesOf({ poisonous, born, n }: ContactSpec, place: number): JsonObject {
  return { n, vip: place % 2 === 0, ...(poisonous && { poisonous }), ...(born && { born }) };
}

/** The world did not come to rest, or a process broke: with what is known of it. */
export class NotAtRest extends Error {}

/** A shadow database, the processes that work on it, and the faults that befall them; everything fixed by seeds. */
export class House {
  readonly circumstances: Circumstances;
  readonly logicalTime: boolean;
  readonly shadow: Shadow;
  readonly store: JourneyStore;
  readonly clock = new VirtualClock(START);
  readonly scheduler: Scheduler;
  readonly ledger: Ledger = new Map();
  readonly contacts: number[] = [];
  /** Faults that came to pass, by kind. */
  readonly bitten = new Map<FaultKind, number>();
  calls = 0;
  #slowClocks = false;
  #leaseClock = 0;
  #processes = new Map<string, Process>();
  #born = 0;
  readonly #stalled = new Set<string>();
  readonly #faults: ReadonlyMap<number, FaultKind>;
  #broken: Error | undefined;

  constructor({ circumstances, logicalTime = true, mutate }: HouseOptions) {
    this.circumstances = circumstances;
    this.logicalTime = logicalTime;
    this.shadow = new Shadow({ shards: SHARDS, leaseClock: () => this.#leaseClock });
    this.store = mutate?.(this.shadow.store, this.shadow) ?? this.shadow.store;
    this.scheduler = new Scheduler(circumstances.dice);
    this.#faults = new Map(circumstances.faults.map(({ call, kind }) => [call, kind]));
  }

  /** Lives through a world from its first moment until some time after its last. */
  async live({ contacts, journeys, life, codes, codesEach, slowClocks }: World): Promise<void> {
    this.#slowClocks = slowClocks;
    const { shadow, clock } = this;
    for (const [i, spec] of contacts.entries()) {
      const { zone } = spec;
      const attributes = attributesOf(spec, i);
      this.contacts.push(shadow.addContact({ workspaceId: WORKSPACE, externalId: `c${i}`, email: `c${i}@x.test`, ...(zone && { timeZone: zone }), attributes })); // prettier-ignore
    }
    const count = STOCK[codes];
    shadow.addPool({ workspaceId: WORKSPACE, name: 'pool', perContactLimit: codesEach, validFrom: null, validUntil: null, validDays: null, state: 'open', codes: Array.from({ length: count }, (_, i) => `code${i}`) }); // prettier-ignore
    shadow.addCollection({ workspaceId: WORKSPACE, name: 'medals', supply: codes === 'ample' ? null : 2 });
    for (const [i, journey] of journeys.entries()) shadow.publish(WORKSPACE, drawn(journey, i), catalogue, clock.now());
    for (let i = 0; i < this.circumstances.workers; i++) this.#start();
    await this.settle();
    for (const { after, asleep, happenings, meanwhile } of life) {
      const moment = clock.now() + (after === 0 ? MINUTE : after * HOUR);
      // Not to the moment itself: what happens then comes before what time does then.
      if (!asleep) await this.until(moment - 1);
      clock.advanceTo(moment);
      for (const happening of happenings) this.#happen(happening);
      await this.settle([...meanwhile].sort((a, b) => a.calls - b.calls));
    }
    await this.until(clock.now() + AFTERWARDS);
  }

  /** A moment comes, everything due before it having happened in its time. */
  async until(moment: number): Promise<void> {
    for (;;) {
      const next = await this.shadow.store.nextDueAt();
      if (next === null || next > moment) break;
      this.clock.advanceTo(next);
      await this.settle();
    }
    this.clock.advanceTo(moment);
  }

  /** Everything that is due is done, whatever befalls those who do it. */
  async settle(meanwhile: readonly Moment['meanwhile'][number][] = []): Promise<void> {
    await this.#wakeAll();
    const before = this.calls;
    const coming = [...meanwhile];
    for (let idle = 0; ;) {
      while (coming[0] && coming[0].calls <= this.calls - before) this.#happenMeanwhile(coming.shift());
      if (await this.scheduler.step(({ process }) => !this.#stalled.has(process))) {
        if (this.#broken) throw this.#broken;
        if (this.calls > MOST_CALLS) throw new NotAtRest(`not at rest after ${this.calls} calls`);
        continue;
      }
      const remains = await this.#remains();
      if (!remains && this.#stalled.size === 0) {
        if (coming.length === 0) return;
        this.#happenMeanwhile(coming.shift());
        await this.#wakeAll();
        continue;
      }
      if (remains && ++idle % 3 !== 0) {
        // Leases of the dead and the slow end, and others go on in their place.
        this.#leaseClock += LEASE;
        await this.#wakeAll();
      } else if (this.#stalled.size > 0) {
        const [first = ''] = this.#stalled;
        this.#stalled.delete(first);
      } else if (idle > 60) {
        const { signals, dueRuns } = this.shadow.tables;
        throw new NotAtRest(
          `work is left that nobody does: ${signals.size} signals, ${dueRuns.upTo(this.clock.now()).length} runs`,
        );
      }
    }
  }

  // ── what befalls processes ────────────────────────────────────────────────────────────────────────────────
  /** The fault of this call, if it is one of those that it `may` have. */
  befalls(_call: string, may?: readonly string[]): FaultKind | undefined {
    const kind = this.#faults.get(this.calls++);
    if (!kind || (may && !may.includes(kind))) return undefined;
    this.bitten.set(kind, (this.bitten.get(kind) ?? 0) + 1);
    return kind;
  }
  /** The process is gone, and all it knew; another one starts. */
  stop(name: string): void {
    this.#processes.delete(name);
    this.scheduler.drop(name);
    this.#start();
  }
  stall(name: string): void {
    this.#stalled.add(name);
  }
  /** Somebody takes all shards and gives them back at once: every lease under way is void. */
  async overtake(): Promise<void> {
    await this.shadow.shards.seize('passer-by');
    await this.shadow.shards.release({ worker: 'passer-by' });
  }
  broke(what: string, cause: unknown): void {
    this.#broken ??= new NotAtRest(what, { cause });
  }

  // ── what is left to do ────────────────────────────────────────────────────────────────────────────────────
  async #remains(): Promise<boolean> {
    const { timers, deliveries } = await this.shadow.store.workAt(this.clock.now());
    const { signals, dueRuns } = this.shadow.tables;
    return timers || deliveries || signals.size > 0 || (dueRuns.first()?.at ?? Infinity) <= this.clock.now();
  }
  /** How many shards one process may hold, so that each living one has its share. */
  get share(): number {
    const living = this.#processes.size - this.#stalled.size;
    return Math.ceil(SHARDS / Math.max(1, living));
  }
  async #wakeAll(): Promise<void> {
    for (const process of this.#processes.values()) process.wake();
    await quiet();
  }
  #start(): void {
    const name = `p${this.#born++}`;
    const process = new Process(this, name, new Faulty(this, name), this.ledger);
    this.#processes.set(name, process);
    // Lives for ever; what breaks it is told to `broke`.
    void process.live();
  }

  #happenMeanwhile(next: Moment['meanwhile'][number] | undefined): void {
    if (!next) return;
    this.clock.advanceTo(this.clock.now() + 1);
    this.#happen(next.happening);
  }
  #happen({ who, ...happening }: Happening): void {
    const { shadow, clock } = this;
    const contactId = this.contacts[who % this.contacts.length]!; // there is one at least
    const now = clock.now();
    switch (happening.what) {
      case 'event': {
        const { event: type, n, late } = happening;
        const skewed = happening.skewed && this.#slowClocks;
        const receivedAt = now - (skewed ? SKEW : 0);
        shadow.happen({ contactId, type, properties: { n, skewed }, occurredAt: receivedAt - late * HOUR, receivedAt });
        return;
      }
      case 'set':
        shadow.patchContact(contactId, { set: { n: happening.n } }, now);
        return;
      case 'tag':
        shadow.patchContact(contactId, happening.off ? { removeTags: [happening.tag] } : { addTags: [happening.tag] }, now); // prettier-ignore
        return;
      case 'erased':
        shadow.eraseContact(contactId);
    }
  }
}
