import type { OutboxItem, OutboxResult } from '../records.js';
import type { ChannelRules } from './channel-rules.js';

/** What is sent one behind the other: a channel of a workspace. */
export interface SendLane {
  readonly workspaceId: number;
  readonly channel: string;
}

/** A lane with something due, and what stands in its way at this moment. */
export interface DueLane extends SendLane {
  /** Of the longest due. */
  readonly dueAt: number;
  /** By the kill switch of the channel or of the whole workspace. */
  readonly halted: boolean;
  /** The provider asked for so much quiet, milliseconds from now; 0 for none. */
  readonly pausedMs: number;
  /** What the bucket holds and how it fills; null: no rate is set. */
  readonly bucket: { readonly tokens: number; readonly perSecond: number; readonly burst: number } | null;
  /** Deliveries that may be with the provider at a time, all workers together; null: no bound is set. */
  readonly concurrency: number | null;
}

export interface ToBegin extends SendLane {
  readonly id: number;
  /** SHA-256 of what is about to be handed over, where the provider compares. */
  readonly bodyHash?: string | undefined;
  /** Whether its lane has a rate or a bound, as `lanes` said last. */
  readonly limited: boolean;
}

/**
 * The outbox as live workers use it. A delivery is taken by lease, marked as `sending` just before its provider is called, and
 * settled with what came of it: a crash leaves only those in doubt that were really with a provider. Leases count by the
 * database's clock, due times by the caller's. Every verb is one transaction.
 */
export interface OutboxStore {
  /** Every lane that has something due at `now`. */
  lanes(now: number): Promise<readonly DueLane[]>;
  /** Leases due deliveries to this worker, the longest due of each lane first; rows that others hold are passed over. */
  claim(ask: {
    readonly now: number;
    readonly leaseMs: number;
    /** `from`: nothing of the lane is due before, so the scan of its index begins there and not among what was sent. */
    readonly wants: readonly (SendLane & { readonly limit: number; readonly from?: number })[];
  }): Promise<readonly OutboxItem[]>;
  /**
   * Just before a provider is called: marks deliveries that are still ours as `sending`, less those that must not leave any more.
   * Takes from the bucket and heeds the bound of limited lanes. What a kill switch halts goes back to the queue; what belongs to a
   * paused run is set aside; what its contact has meanwhile refused is suppressed, and its run told. Answers what may leave; what
   * it does not answer is no longer ours.
   */
  begin(ask: {
    readonly now: number;
    readonly leaseMs: number;
    readonly items: readonly ToBegin[];
  }): Promise<ReadonlySet<number>>;
  /** Gives back what was leased and not begun. */
  release(ids: readonly number[]): Promise<void>;
  /**
   * Results, on rows that this worker still holds; a final one makes the waiting run due with its receipt. `delivered` also
   * counts when the lease ran out meanwhile: it is the truth. `pauses` keep lanes quiet.
   */
  settle(ask: {
    readonly results: readonly OutboxResult[];
    readonly pauses?: readonly (SendLane & { readonly ms: number })[];
  }): Promise<void>;
  /**
   * Takes up what dead workers were sending when they died: ready again where it may be repeated, else `unknown`. Answers how
   * many of each.
   */
  recover(ask: {
    readonly now: number;
    rulesOf(effect: OutboxItem['effect']): ChannelRules;
  }): Promise<{ readonly again: number; readonly unknown: number }>;
  /** `unknown` deliveries of a channel that wait to be asked about, the longest waiting first; they are put off by `pauseMs`. */
  doubtful(ask: {
    readonly now: number;
    readonly channel: string;
    readonly notBefore: number;
    readonly limit: number;
    readonly pauseMs: number;
  }): Promise<readonly OutboxItem[]>;
}
