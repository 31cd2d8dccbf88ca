import type { JourneyDocument } from '@sojourn/journey';
import type { Json, JsonObject } from '@sojourn/kernel';
import type { Answer } from '@sojourn/plugin-sdk/engine';
import type { EventFact } from '@sojourn/rules';
import type { EndReason, LiveJourney, OutboxItem, PendingWake, StoredSubscription, TraceStep } from '../records.js';

/** A contact with everything that hangs on it. */
export interface ShadowContact {
  readonly id: number;
  readonly workspaceId: number;
  readonly shard: number;
  externalId: string | null;
  email: string | null;
  phone: string | null;
  language: string | null;
  timeZone: string | null;
  attributes: JsonObject;
  readonly tags: Set<string>;
  /** The newest event that was routed, 0 for none. */
  lastEventId: number;
  /** By ascending id, which is the order of arrival. */
  readonly events: ShadowEvent[];
  /** Events that journeys have not heard of yet, in the order of arrival. */
  readonly signals: ShadowEvent[];
  /** By ascending id. */
  readonly runs: ShadowRun[];
}

/** `id`, `type`, `occurredAt` and `properties` are what conditions see. */
export interface ShadowEvent extends EventFact {
  readonly contactId: number;
  readonly receivedAt: number;
}

export interface ShadowRun {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly contactId: number;
  readonly shard: number;
  readonly key: string;
  readonly entryId: string;
  readonly entryEventId: number | null;
  readonly startedAt: number;
  state: 'active' | 'paused' | 'ended' | 'quarantined';
  nodeId: string;
  visits: { readonly [nodeId: string]: number };
  arrivedAt: number;
  /** Null: only an event or a receipt wakes it. */
  dueAt: number | null;
  fence: number;
  pending: PendingWake;
  memory: Json | undefined;
  variables: JsonObject;
  subscriptions: readonly StoredSubscription[];
  endedAt: number | null;
  endReason: EndReason | null;
  /** The exit rule, the unconnected outcome, or why the run was parked. */
  endDetail: string | null;
}

export interface ShadowTrace {
  readonly runId: number;
  readonly at: number;
  readonly steps: readonly TraceStep[];
}

export type ShadowOutboxState =
  'ready' | 'paused' | 'sending' | 'delivered' | 'failed' | 'suppressed' | 'unknown' | 'dead';

export interface ShadowOutboxRow extends Omit<OutboxItem, 'attempt' | 'dueAt'> {
  attempt: number;
  state: ShadowOutboxState;
  /** When it wants attention: deliverable, or (while sending) the end of the lease. */
  dueAt: number;
  /** When it became deliverable. */
  readyAt: number;
  reason: string | null;
  settledAt: number | null;
}

export interface ShadowPool {
  readonly id: number;
  readonly workspaceId: number;
  readonly name: string;
  /** Codes per contact; 0 for no limit. */
  readonly perContactLimit: number;
  readonly validFrom: number | null;
  readonly validUntil: number | null;
  /** Days (of 24 hours) a code is good for. */
  readonly validDays: number | null;
  readonly state: 'open' | 'closed';
  readonly codes: readonly string[];
  /** Codes given out, oldest first; the next free one is `codes[issued.length]`. */
  readonly issued: ShadowCode[];
}
export interface ShadowCode {
  readonly code: string;
  readonly contactId: number;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  /** `<workspace>:<run>:<node>:<visit>:coupon`. */
  readonly key: string;
}

export interface ShadowCollection {
  readonly id: number;
  readonly workspaceId: number;
  readonly name: string;
  /** Null: as many as are wanted. */
  readonly supply: number | null;
  /** Keys `<workspace>:<run>:<node>:<visit>:mint`, by serial: the first is number 1. */
  readonly minted: { readonly id: number; readonly contactId: number; readonly key: string }[];
}

export interface ShadowEntryTimer {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly entryId: string;
  readonly contactId: number | null;
  dueAt: number;
  cursor: number;
}

export interface ShadowJourney extends LiveJourney {
  readonly revision: number;
}
export interface ShadowVersion {
  readonly id: number;
  readonly document: JourneyDocument;
}

/** Answers given to asks, by `<run>:<node>:<visit>:<kind>`. */
export type ShadowAsks = Map<string, Answer>;
