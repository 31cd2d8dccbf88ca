import type { Json, JsonObject } from '@sojourn/kernel';
import type { JourneyDocument } from '@sojourn/journey';
import type { Condition, EventFact } from '@sojourn/rules';
import type { Ask, Effect, Receipt, VisitContact, Why } from '@sojourn/plugin-sdk/engine';
import type { PluginCall } from './plugins/ports.js';

export interface LiveJourney {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  /** Only `live` journeys admit; `paused` and `archived` are reported once so that they leave the registry. */
  readonly state: 'live' | 'paused' | 'archived';
  readonly document: JourneyDocument;
}

/** An event that journeys have not heard of yet. */
export interface Signal {
  /** The event's id: ids ascend in the order of arrival. */
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly event: EventFact;
  /** When it reached us: the routing's "now". */
  readonly at: number;
}

/** A type that stands for "attributes or tags changed": set by identify, the API and update-contact. Never matches `event` entries of users. */
export const CONTACT_UPDATED = '$contact_updated';

export interface RunIdentity {
  readonly journeyId: number;
  readonly contactId: number;
  readonly key: string;
}
export interface EarlierRun extends RunIdentity {
  readonly startedAt: number;
  /** How many are not over; those in quarantine count. */
  readonly underWay: number;
}
export interface ActiveRun extends RunIdentity {
  readonly id: number;
  readonly versionId: number;
  readonly nodeId: string;
  readonly startedAt: number;
}
export interface StoredSubscription {
  readonly runId: number;
  readonly contactId: number;
  readonly subscription: string;
  readonly event: string;
  readonly filter?: Condition;
}
export interface SegmentState {
  readonly journeyId: number;
  readonly entryId: string;
  readonly contactId: number;
}

export interface Routing {
  readonly admit: readonly Admission[];
  /** Fence raised, subscriptions dropped, due at once. */
  readonly wake: readonly {
    readonly runId: number;
    readonly subscription: string;
    readonly eventId: number;
    readonly at: number;
  }[];
  readonly end: readonly RunEnd[];
  readonly enterSegment: readonly SegmentState[];
  readonly leaveSegment: readonly SegmentState[];
  /** Date entries whose attribute changed: the timer of (journey, entry, contact) moves to `dueAt`, null removes it. */
  readonly entryTimers: readonly {
    readonly workspaceId: number;
    readonly journeyId: number;
    readonly entryId: string;
    readonly contactId: number;
    readonly dueAt: number | null;
  }[];
}

export interface Admission extends RunIdentity {
  readonly workspaceId: number;
  readonly versionId: number;
  readonly entryId: string;
  readonly nodeId: string;
  readonly at: number;
  readonly entryEventId: number | null;
}

export interface RunEnd {
  readonly runId: number;
  readonly at: number;
  readonly reason: EndReason;
  /** For `exit`: the rule's id; for `unconnected`: the outcome. */
  readonly detail?: string;
}

/** Why a run is over. `goal` is an exit rule that counts as success; `finished` is the exit node or a path's drawn end. */
export type EndReason = 'finished' | 'goal' | 'exit' | 'unconnected' | 'removed' | 'failed';

export interface Routed {
  /** Signals routed, or entry timers fired. */
  readonly signals: number;
  readonly admitted: number;
  readonly woken: number;
  readonly ended: number;
  /** Shards that turned out to have another owner: nothing of theirs was touched. */
  readonly lost?: readonly number[];
}

export interface ClaimedRun {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly contactId: number;
  readonly nodeId: string;
  /** How often the run has stood on each node, this visit included: `{ w1: 2 }`. */
  readonly visits: { readonly [nodeId: string]: number };
  readonly arrivedAt: number;
  /** The moment it was due: under a virtual clock, this wake's "now". */
  readonly dueAt: number;
  readonly fence: number;
  readonly pending: PendingWake;
  readonly memory: Json | undefined;
  readonly variables: JsonObject;
  readonly entryEventId: number | null;
  /** The lease under which it was claimed. */
  readonly shard: number;
  readonly epoch: number;
  /** False when it is known to have no subscriptions. */
  readonly listens?: boolean | undefined;
}

/** What a run's row remembers of why it is due; the engine turns it into the SDK's `Wake`. */
export type PendingWake =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'timer' }
  | { readonly kind: 'event'; readonly subscription: string; readonly eventId: number }
  /** `call` names the call of a plugin that it answers: `call-1`. */
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly call?: string }
  | { readonly kind: 'retry'; readonly attempt: number };

export interface ContactFacts {
  readonly contact: VisitContact;
  readonly timeZone: string | null;
  /**
   * The newest event ROUTED when this was read (`contact.last_event_id`, raised by `routeSignals`, not by ingest):
   * an event not routed yet will find the subscriptions by itself.
   */
  readonly lastEventId: number;
  /** Oldest first, per type. */
  readonly history: ReadonlyMap<string, readonly EventFact[]>;
}

export interface KeyedAsk {
  readonly workspaceId: number;
  readonly runId: number;
  readonly fence: number;
  readonly contactId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly visit: number;
  /** Of the run's shard; without it, nobody's ownership is looked at. */
  readonly lease?: { readonly shard: number; readonly epoch: number } | undefined;
  /** The wake's moment, where it is not the `now` of settling: so under a virtual clock. */
  readonly at?: number;
  readonly ask: Exclude<Ask, { kind: 'script.run' }>;
}

/** Everything one wake of one run changes. */
export interface StepResult {
  readonly run: ClaimedRun;
  /** The wake's moment. */
  readonly at: number;
  readonly knownEventId: number;
  /** In the order they were decided. */
  readonly effects: readonly KeyedEffect[];
  readonly trace: readonly TraceStep[];
  readonly next: NextState;
}

export interface KeyedEffect {
  readonly nodeId: string;
  readonly visit: number;
  /** What a node wants done; or the call of a plugin's node, which the engine alone may make. */
  readonly effect: Effect | PluginCall;
}

export type NextState =
  | {
      readonly state: 'waiting';
      readonly nodeId: string;
      readonly visits: { readonly [nodeId: string]: number };
      readonly arrivedAt: number;
      /** null: only an event or a receipt wakes it. */
      readonly dueAt: number | null;
      /** What the wake will be when `dueAt` comes. */
      readonly pending: PendingWake;
      readonly memory: Json | undefined;
      readonly variables: JsonObject;
      readonly subscriptions: readonly { readonly id: string; readonly event: string; readonly filter?: Condition }[];
    }
  | { readonly state: 'ended'; readonly nodeId: string; readonly reason: EndReason; readonly detail?: string };

/** One node's part of a wake. `outcome` is null while it waits there. */
export interface TraceStep {
  readonly nodeId: string;
  readonly visit: number;
  readonly outcome: string | null;
  readonly why?: Why;
}

export interface EntryTimer {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly entryId: string;
  /** Null for a schedule or a segment scan, which concern everyone. */
  readonly contactId: number | null;
  /** The occurrence. */
  readonly dueAt: number;
  /** The last contact admitted of this occurrence: a crash goes on from there. */
  readonly cursor: number;
}

export interface FiredTimer {
  readonly timer: EntryTimer;
  readonly admit: readonly Admission[];
  readonly enterSegment: readonly SegmentState[];
  readonly leaveSegment: readonly SegmentState[];
  /** The same occurrence goes on at `cursor`, or the next occurrence begins. */
  readonly next: { readonly dueAt: number | null; readonly cursor: number };
}

export interface AudienceQuery {
  readonly workspaceId: number;
  readonly condition: Condition | undefined;
  readonly now: number;
  readonly afterContactId: number;
  readonly limit: number;
  /** Restrict to contacts outside (`false`) or inside (`true`) this segment entry. */
  readonly segment?: { readonly journeyId: number; readonly entryId: string; readonly inside: boolean };
}
export interface AudienceMember {
  readonly contactId: number;
}

/** `to`: whose message it is, where the node that wrote it may not say so; otherwise its data name the contact. */
export type LeavingMessage = Extract<Effect, { kind: 'message' }> & { readonly to?: { readonly email: string | null } };

export interface OutboxItem {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly runId: number;
  readonly nodeId: string;
  readonly visit: number;
  /** `<workspace>:<run>:<node>:<visit>:<action>`; the idempotency key towards the provider. */
  readonly key: string;
  readonly effect: LeavingMessage | Extract<Effect, { kind: 'webhook' | 'mint' }> | PluginCall;
  /** 1 for the first delivery. */
  readonly attempt: number;
  /** When it became deliverable. */
  readonly dueAt: number;
  /** What an earlier attempt kept before it called the provider (a signed transaction). */
  readonly journal: Json | undefined;
  /** When an earlier attempt ended in a way that may have arrived. */
  readonly ambiguousAt?: number | null;
  /** SHA-256 of the body first handed over under this key. */
  readonly bodyHash?: string | null;
  /** Since when it waits: its creation, or when a person put it back. */
  readonly queuedAt?: number;
}

/** `attempt` guards against a result that comes after the lease ended and somebody tried again. */
export type OutboxResult =
  | {
      readonly id: number;
      readonly at: number;
      readonly final: Receipt;
      readonly attempt?: number;
      /** Tried until patience ended: kept as a dead letter. Its run is told `failed`. */
      readonly dead?: boolean;
    }
  | {
      readonly id: number;
      readonly at: number;
      readonly retryAt: number;
      readonly reason: string;
      readonly attempt?: number;
      /** When an attempt first ended in a way that may have arrived. */
      readonly ambiguousAt?: number | null;
    };
