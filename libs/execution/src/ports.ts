import type { Json, JsonObject } from '@sojourn/kernel';
import type { JourneyDocument, PluginPin } from '@sojourn/journey';
import type { EventFact, Reads } from '@sojourn/rules';
import type { Answer } from '@sojourn/plugin-sdk/engine';
import type { GuestBatch, GuestBatchReport, GuestCall, GuestCallReport, GuestTenant } from './guest.js';
import type { ChannelRules } from './outbox/channel-rules.js';
import type {
  ActiveRun,
  AudienceMember,
  AudienceQuery,
  ClaimedRun,
  ContactFacts,
  EarlierRun,
  EntryTimer,
  FiredTimer,
  KeyedAsk,
  LiveJourney,
  OutboxItem,
  OutboxResult,
  Routed,
  Routing,
  RunIdentity,
  SegmentState,
  Signal,
  StepResult,
  StoredSubscription,
} from './records.js';

export * from './records.js';

/**
 * What the engine needs of a database. All verbs take many; all writing is one transaction per verb, retried whole
 * on a deadlock or a busy file. Times are epoch milliseconds and come from the caller's clock.
 */
export interface JourneyStore {
  // ── journeys ──────────────────────────────────────────────────────────────────────────────────────────────
  /** Published journeys of every workspace whose state or version changed after `revision`; and the newest revision. */
  liveJourneys(
    afterRevision: number,
  ): Promise<{ readonly revision: number; readonly journeys: readonly LiveJourney[] }>;
  /** Documents of versions that runs still stand on. */
  versions(ids: readonly number[]): Promise<readonly { readonly id: number; readonly document: JourneyDocument }[]>;

  // ── who moves whom ────────────────────────────────────────────────────────────────────────────────────────
  readonly shards: ShardStore;
  /** What the lanes of these shards hold: lanes with neither a moment nor an event are left out. */
  laneWork(leases: readonly ShardLease[]): Promise<readonly LaneWork[]>;

  // ── routing: what an event does ───────────────────────────────────────────────────────────────────────────
  /**
   * One transaction: takes up to `limit` unrouted signals of the lanes in order of id, at most one per contact and none of
   * contacts that `reserve` does not grant; hands them to `route`, which may read through the same transaction; writes what it
   * returns; removes the signals. Signals whose contact has runs to move first are left for later.
   * Shards that have another owner by then are left alone and named in `lost`.
   */
  routeSignals(
    take: {
      readonly lanes: readonly Lane[];
      readonly limit: number;
      /** Called once per attempt, synchronously, with the contacts that have signals; answers those that are free. */
      readonly reserve: (contactIds: readonly number[]) => ReadonlySet<number>;
    },
    route: (signals: readonly Signal[], read: RoutingReads) => Promise<Routing>,
  ): Promise<Routed>;

  // ── advancing: what time does ─────────────────────────────────────────────────────────────────────────────
  /** The earliest `due_at` of an active run, an entry timer or a deliverable outbox row; null when nothing is ahead. */
  nextDueAt(): Promise<number | null>;
  /** Whether entry timers or deliveries wait at a moment: one cheap question that saves empty transactions. */
  workAt(now: number): Promise<{ readonly timers: boolean; readonly deliveries: boolean }>;
  /**
   * Reads due runs of these lanes, each lane's in the order of (due_at, id), all by (due_at, id). Nothing is written: who owns
   * the shards keeps in mind whom it moves. A lane gives at most its share of `limit`.
   */
  claimRuns(claim: {
    readonly lanes: readonly ClaimLane[];
    readonly now: number;
    readonly limit: number;
    /** Nothing may be passed over: the answer is a beginning of everything due, in order. So under a virtual clock. */
    readonly inOrder?: boolean;
  }): Promise<readonly ClaimedRun[]>;
  /**
   * Makes every claim of an engine of the release before and every delivery under way due again at its original time. For a
   * process that knows itself alone on the database: at the start of an embedded engine, and of a replay that goes on after a crash.
   */
  releaseClaims(): Promise<number>;
  /**
   * Contacts, and the declared part of their past, keyed by contact id. `from` is the earliest moment that anything will be
   * looked back from: what lies further back than `reads` reaches is left out. Without, all of it is answered.
   */
  loadFacts(
    wanted: readonly { readonly contactId: number; readonly workspaceId: number }[],
    reads: Reads,
    from?: number,
  ): Promise<ReadonlyMap<number, ContactFacts>>;
  /** The events by id, wherever they are kept. */
  loadEvents(ids: readonly number[]): Promise<ReadonlyMap<number, EventFact>>;
  /**
   * Settles asks in a transaction of their own, once per key (workspace, run, node, visit): an ask settled before gets its
   * first answer again. Runs whose fence no longer matches are answered nothing. Never handed `script.run`.
   */
  settle(asks: readonly KeyedAsk[], now: number): Promise<ReadonlyMap<number, Answer>>;
  /**
   * One transaction: contact changes, tracked events with their signals, outbox rows, run rows guarded by fence,
   * subscriptions, traces, edge counts. A run whose fence was lost, or whose shard has another owner (`lost`), writes nothing at
   * all and is reported in `fencedOut`.
   * A run that begins to wait for an event which was routed after `knownEventId` (and up to the contact's
   * `last_event_id`) becomes due at once with that event.
   */
  commit(
    steps: readonly StepResult[],
  ): Promise<{ readonly fencedOut: readonly number[]; readonly lost?: readonly number[] }>;
  /** Takes runs out of circulation, visibly. Guarded by fence. */
  quarantine(
    runs: readonly {
      readonly id: number;
      readonly fence: number;
      readonly at: number;
      readonly reason: string;
      /** The plugin for want of which it was parked: when that is back, somebody gets the run going again by it. */
      readonly waitsFor?: PluginPin | undefined;
    }[],
  ): Promise<void>;

  // ── entry timers: schedules, dates, segments that turn true by the mere passing of time ──────────────────────
  /**
   * One transaction, like `routeSignals`: takes due timers (locked, skipping those another worker holds), hands them to
   * `fire`, writes what it returns: runs admitted, segment states, timers moved on (`dueAt: null` removes one).
   */
  fireEntryTimers(
    due: { readonly now: number; readonly limit: number },
    fire: (timers: readonly EntryTimer[], read: RoutingReads) => Promise<readonly FiredTimer[]>,
  ): Promise<Routed>;

  // ── the outbox ────────────────────────────────────────────────────────────────────────────────────────────
  claimOutbox(claim: {
    readonly now: number;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly OutboxItem[]>;
  /** One transaction: results on the rows; a final result makes the waiting run due with its receipt. */
  settleOutbox(results: readonly OutboxResult[]): Promise<void>;
}

export interface RoutingReads {
  loadFacts: JourneyStore['loadFacts'];
  /** Active and paused runs of these contacts in these journeys (all journeys when undefined). */
  activeRuns(contactIds: readonly number[], journeyIds?: readonly number[]): Promise<readonly ActiveRun[]>;
  subscriptions(
    wanted: readonly { readonly contactId: number; readonly event: string }[],
  ): Promise<readonly StoredSubscription[]>;
  /** Documents of versions that runs still stand on. */
  versions: JourneyStore['versions'];
  /** One page of contacts of a workspace that meet a condition, by ascending id after `afterContactId`. */
  audience(query: AudienceQuery): Promise<readonly AudienceMember[]>;
  /** Locks the contacts, then answers the latest run per (journey, contact, key), ended or not; identities without one are left out. */
  earlierRuns(wanted: readonly RunIdentity[]): Promise<readonly EarlierRun[]>;
  /** Which of these (entry, contact) pairs are inside a segment entry now. */
  inside(wanted: readonly SegmentState[]): Promise<readonly SegmentState[]>;
}

// ── who moves whom ──────────────────────────────────────────────────────────────────────────────────────────

/** A shard that this process owns, and since which change of owner. Whoever writes with an older epoch writes nothing. */
export interface ShardLease {
  readonly shard: number;
  readonly epoch: number;
}
/** The unit of fairness: one workspace's contacts of one shard. */
export interface Lane {
  readonly lease: ShardLease;
  readonly workspaceId: number;
}
/** A lane to claim from. */
export interface ClaimLane extends Lane {
  /** Where the lane's index is read from: behind this run. */
  readonly after?: { readonly dueAt: number; readonly id: number } | undefined;
  /** Whether the lane may hold signals: then time waits for what a contact did. Default true. */
  readonly signals?: boolean | undefined;
}
/** A lane that has something. */
export interface LaneWork {
  readonly shard: number;
  readonly workspaceId: number;
  /** The earliest moment at which an active run is due, past or to come; null: none waits for time. */
  readonly dueAt: number | null;
  /** Whether events wait to be routed. */
  readonly signals: boolean;
}

/**
 * Which worker moves which contacts. A contact's shard never changes; a shard has one owner at a time, by a lease on the
 * database's clock, and an epoch that rises with every change of owner.
 */
export interface ShardStore {
  /** Shards of this database. */
  readonly count: number;
  /** Takes free or expired shards until `worker` holds `atMost`; answers all that it holds now. */
  acquire(ask: {
    readonly worker: string;
    readonly atMost: number;
    readonly leaseMs: number;
  }): Promise<readonly ShardLease[]>;
  /** Answers what is still the worker's. */
  renew(ask: { readonly worker: string; readonly leaseMs: number }): Promise<readonly ShardLease[]>;
  /** Gives shards back, all when none are named: the next owner may take them at once. */
  release(ask: { readonly worker: string; readonly shards?: readonly number[] }): Promise<void>;
  /** Takes every shard from whoever holds it: for a process that knows itself alone on the database. */
  seize(worker: string): Promise<readonly ShardLease[]>;
  /** Says that a worker lives, for so long; answers how many do. */
  heartbeat(ask: { readonly worker: string; readonly ttlMs: number }): Promise<{ readonly workers: number }>;
  /** Whom to tell of a shard's work; null: nobody's, or its owner fell silent. */
  owners(): Promise<
    readonly {
      readonly shard: number;
      readonly owner: string | null;
      readonly epoch: number;
      readonly leaseUntil: number;
    }[]
  >;
}

/** What a process owns at this moment; somebody else renews it. */
export interface Tenure {
  leases(): readonly ShardLease[];
  /** Told when the store found that these have another owner. */
  lost(shards: readonly number[]): void;
}

/** What the engine says of its work, for metrics. Durations in milliseconds of the process's own clock. */
export type Observation =
  | {
      readonly kind: 'batch';
      readonly claimed: number;
      readonly steps: number;
      readonly fencedOut: number;
      /** Commits repeated in halves, because the batch failed of itself. */
      readonly bisected: number;
      readonly quarantined: number;
      /** For each wake that time was to bring about: how long after its moment it came. */
      readonly lateMs: readonly number[];
      readonly ms: number;
    }
  | {
      readonly kind: 'routed';
      readonly signals: number;
      readonly admitted: number;
      readonly woken: number;
      readonly ended: number;
      readonly ms: number;
    }
  | { readonly kind: 'timers'; readonly fired: number; readonly admitted: number; readonly ms: number }
  | {
      readonly kind: 'delivered';
      readonly channel: string;
      readonly items: number;
      readonly ms: number;
      /** How they ended: `delivered`, `failed`, `dead`, `unknown`, `suppressed`, or `again` for another attempt. */
      readonly ended: { readonly [end: string]: number };
    }
  /** What nodes that run in this process took, once for each node of a batch; plugins from outside are counted where they run. */
  | { readonly kind: 'nodes'; readonly spent: readonly NodeSpent[] }
  /** A shard whose work was refused, because another worker owns it now. */
  | { readonly kind: 'lost'; readonly shards: readonly number[] }
  /** A commit whose answer was lost: whether it was kept, the next reader of its runs sees. */
  | { readonly kind: 'unknown-commit'; readonly runs: number };

/** What one node of one journey took. */
export interface NodeSpent {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly type: string;
  /** Visits that it was asked about. */
  readonly items: number;
  /** Microseconds. */
  readonly us: number;
  /** Visits that it could not decide. */
  readonly errors: number;
}

/** Kinds of work that are served apart, so that none waits for another: moving contacts, sending, bringing people in by the calendar, housekeeping. */
export type WorkLane = 'advance' | 'send' | 'import' | 'insight';

/** Wakes workers. Carries "there is work", never entities; what it loses, a poll finds. */
export interface WorkQueue {
  /** There is work: in one lane, or in any; of these shards, or of any. */
  announce(lane?: WorkLane, shards?: readonly number[]): void;
  /**
   * Calls `work` at once, after announcements, and at least every `pollMs`; never twice at the same time. Work may answer in how many
   * milliseconds it wants to be called, if that is sooner. Answers a function that stops it after the present round.
   */
  serve(lane: WorkLane, work: () => Promise<number | void>, options: { readonly pollMs: number }): () => Promise<void>;
}

/** Runs the code of others out of process: text in, text out. */
export interface Sandbox {
  /** A script of the canvas over many inputs, each of which fares alone. */
  run(job: SandboxJob): Promise<readonly SandboxResult[]>;
  /** `execute` of a plugin over items. Items that kill, hang or go unanswered fail alone. */
  runBatch(batch: GuestBatch): Promise<GuestBatchReport>;
  /** Another function of a plugin, once. */
  call(call: GuestCall): Promise<GuestCallReport>;
  close(): Promise<void>;
}
/** What moving contacts through scripts needs of it. */
export type ScriptSandbox = Pick<Sandbox, 'run' | 'close'>;
export interface SandboxJob {
  /** The body of `async (contact, context) => { ... }`, for example `return { vip: contact.attributes.spend > 1000 }`. */
  readonly source: string;
  readonly inputs: readonly JsonObject[];
  /** For each input. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** For whom: scripts of many workspaces take turns. Without, all are one. */
  readonly tenant?: GuestTenant;
}
export type SandboxResult =
  | { readonly status: 'ok'; readonly value: Json }
  | {
      readonly status: 'error' | 'timeout' | 'memory';
      readonly message: string;
      /** An error that is no throw: the source does not compile, or the answer is not data within the limits. */
      readonly reason?: 'syntax' | 'rejected';
    };

/** What came of handing one delivery over: an end, or a failure that its channel's rules decide about. */
export type CourierResult =
  | OutboxResult
  | {
      readonly id: number;
      readonly at: number;
      readonly again: {
        /** Short, stable: `http-503`, `timeout`. */
        readonly reason: string;
        /** Whether the provider may have acted all the same. */
        readonly arrived: 'no' | 'maybe';
        /** The provider asked not to be called sooner (`Retry-After`), milliseconds; the whole lane rests that long. */
        readonly afterMs?: number | undefined;
        /** Calls before it is given up, where the effect says its own number. */
        readonly attempts?: number;
        /** For the receipt, when this was the last attempt. */
        readonly data?: JsonObject;
      };
    };

/**
 * Says that a provider is about to be called with these deliveries and answers those that may leave: not what was halted, paused,
 * refused by its contact or taken over meanwhile. `bodyHashes` (SHA-256, by id) where the provider compares bodies.
 */
export type Begin = (ids: readonly number[], bodyHashes?: ReadonlyMap<number, string>) => Promise<ReadonlySet<number>>;

/** Carries outbox effects of one kind to the world. Fails by answering, never by throwing past its own items. */
export interface Courier {
  readonly kind: 'message' | 'webhook' | 'mint' | 'plugin';
  /** What a channel promises, or one effect of it where they differ; without, the cautious `DEFAULT_RULES` hold. */
  rules?(channel: string, effect?: OutboxItem['effect']): ChannelRules;
  /**
   * Set by couriers with something to do before the call (rendering, signing): they call `begin` themselves, just before each call
   * of a provider. For others everything has begun when it is handed to them.
   */
  readonly prepares?: true;
  deliver(items: readonly OutboxItem[], now: number, begin?: Begin): Promise<readonly CourierResult[]>;
  /** For channels whose provider can be asked what became of deliveries that are `unknown`. */
  readonly reconcile?: {
    readonly channels: readonly string[];
    /** Answers those that the provider can tell of. */
    ask(items: readonly OutboxItem[], now: number): Promise<readonly CourierResult[]>;
  };
}
