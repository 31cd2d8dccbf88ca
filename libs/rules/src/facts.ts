import type { JsonObject } from '@sojourn/kernel';

/** What a condition may ask about. Nothing here fetches: the caller loads what `readsOf` names. */
export interface Facts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly contact: { readonly attributes: JsonObject; readonly tags: ReadonlySet<string> | readonly string[] };
  /** The event at hand, when there is one. */
  readonly event?: EventFact;
  /** Past events of one type, oldest first, the event at hand included. */
  history(type: string): readonly EventFact[];
}

export interface EventFact {
  readonly id: number;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly properties: JsonObject;
}

/** What a condition reads: so that a batch loads exactly that. */
export interface Reads {
  /** Paths; `*` stands for all of them. */
  readonly attributes: ReadonlySet<string>;
  readonly tags: boolean;
  readonly payload: boolean;
  /** Event type -> the longest look back in milliseconds, `Infinity` for all history. */
  readonly events: ReadonlyMap<string, number>;
}
