import type { JsonObject } from '@sojourn/kernel';

/** One call of the tracking API, or one line of a replay, checked and in our words. */
export interface IngestItem {
  readonly workspaceId: number;
  readonly kind: 'track' | 'identify';
  /** The sender's id of this call: a second one with the same id changes nothing. */
  readonly messageId: string;
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  /** Further identities by kind: `{ email: 'a@b.c', wecom: 'wm123' }`. They decide only where neither id above is given. */
  readonly identities?: { readonly [kind: string]: string } | undefined;
  /** The event's name. An `identify` has none of its own: it is kept as `$contact_updated`, or `$identify` when it changed nothing. */
  readonly type: string;
  /** Epoch milliseconds, by the sender's clock. */
  readonly occurredAt: number;
  /** When it reached us, for a replay that lives in another time; else the moment of ingest. */
  readonly receivedAt?: number | undefined;
  readonly properties: JsonObject;
  /** `identify`: attributes to merge, name by name; `tags`, when a list of texts, are added as tags. */
  readonly traits?: JsonObject | undefined;
  /** IANA; the contact's from now on. */
  readonly timeZone?: string | undefined;
  /** `track`: kept for conditions to look back on, but journeys do not hear of it: nobody enters, wakes or leaves by it. */
  readonly past?: boolean | undefined;
  /** Where it came from: `api`, `import`, `replay`. At most 32 characters. */
  readonly source: string;
}

export interface IngestResult {
  readonly status: 'stored' | 'duplicate';
  /** Whose it was; absent for a duplicate. */
  readonly contactId?: number;
}

/** What the columns hold, in characters; a longer `messageId` is hashed, anything else longer is refused by the caller. */
export const INGEST_LIMITS = { id: 191, identityKind: 32, type: 191, source: 32 } as const;

/** How far a replay has come. */
export interface ReplayProgress {
  readonly id: string;
  readonly workspaceId: number;
  /** Lines taken so far. */
  readonly line: number;
  readonly counters: JsonObject;
  /** The virtual clock. */
  readonly clock: number;
}
