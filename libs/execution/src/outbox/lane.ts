import type { OutboxItem } from '../records.js';
import type { ChannelRules } from './channel-rules.js';
import type { DueLane } from './ports.js';

/** What is leased ahead of the calls under way, in calls. */
const AHEAD = 2;

/** A lane as one worker sees it: what it has leased, what is with the provider, and how much more it may take. */
export class Lane {
  readonly rules: ChannelRules;
  /** Leased, in order, not begun. */
  readonly buffer: OutboxItem[] = [];
  /** Calls under way. */
  calls = 0;
  #gate: DueLane;
  #seenAt: number;
  /** Leased since the bucket was last looked at. */
  #taken = 0;
  #quietUntil = 0;
  #due = true;

  constructor(gate: DueLane, rules: ChannelRules, now: number) {
    this.#gate = gate;
    this.rules = rules;
    this.#seenAt = now;
  }

  get gate(): DueLane {
    return this.#gate;
  }

  get limited(): boolean {
    return this.#gate.bucket !== null || this.#gate.concurrency !== null;
  }

  /** What the database says of it now; undefined: nothing is due. */
  seen(gate: DueLane | undefined, now: number): void {
    this.#due = gate !== undefined;
    if (!gate) return;
    this.#gate = gate;
    this.#seenAt = now;
    this.#taken = this.buffer.length;
    if (gate.pausedMs > 0) this.quiet(gate.pausedMs, now);
  }

  /** Nothing is taken or begun for a while. */
  quiet(ms: number, now: number): void {
    this.#quietUntil = Math.max(this.#quietUntil, now + ms);
  }

  isOpen(now: number): boolean {
    return !this.#gate.halted && now >= this.#quietUntil;
  }

  /** Nothing due was left when it last took. */
  drained(): void {
    this.#due = false;
  }

  took(items: readonly OutboxItem[]): void {
    this.buffer.push(...items);
    this.#taken += items.length;
  }

  /** How many deliveries to lease now. */
  wants(now: number): number {
    if (!this.#due || !this.isOpen(now)) return 0;
    const target = this.#width * this.rules.maxBatch * AHEAD;
    if (this.buffer.length > target / 4) return 0;
    const most = target - this.buffer.length;
    return Math.max(0, Math.min(most, this.#inBucket(now)));
  }

  /** Until it may want something again, when only a clock stands in its way; undefined otherwise. */
  opensInMs(now: number): number | undefined {
    const { halted, bucket } = this.#gate;
    if (!this.#due || halted) return undefined;
    const quiet = Math.max(0, this.#quietUntil - now);
    if (!bucket || this.#inBucket(now) >= 1) return quiet;
    return Math.max(quiet, Math.ceil(((1 - this.#level(now)) * 1000) / bucket.perSecond));
  }

  /** The deliveries of the next call, when one may begin. */
  next(now: number): OutboxItem[] | undefined {
    const [first] = this.buffer;
    if (!first || this.calls >= this.#width || !this.isOpen(now)) return undefined;
    let size = 1;
    while (size < this.rules.maxBatch && this.buffer[size]?.effect.kind === first.effect.kind) size++;
    return this.buffer.splice(0, size);
  }

  get #width(): number {
    return Math.max(1, Math.min(this.rules.concurrency, this.#gate.concurrency ?? Infinity));
  }

  #level(now: number): number {
    const { bucket } = this.#gate;
    if (!bucket) return Infinity;
    const refilled = bucket.tokens + (Math.max(0, now - this.#seenAt) * bucket.perSecond) / 1000;
    return Math.min(bucket.burst, refilled) - this.#taken;
  }

  #inBucket(now: number): number {
    return Math.floor(this.#level(now));
  }
}
