import type { Json, JsonObject } from '@sojourn/kernel';
import type { Condition, EventFact } from '@sojourn/rules';
import type { Answer } from './ask.js';

/** One run standing on this node for the `visit`th time. */
export interface Visit<Memory extends Json = Json> {
  readonly runId: number;
  /** 1 for the first time this run stands here. */
  readonly visit: number;
  /** The moment of this wake, epoch milliseconds: the only "now" a node has. */
  readonly at: number;
  /** When the run stepped onto this node for this visit. */
  readonly arrivedAt: number;
  /** The contact's zone, else the journey's; `UTC` in the sandbox for a node that does not read `timeZone`. */
  readonly timeZone: string;
  readonly contact: VisitContact;
  /** The event that let the run in, when one did. */
  readonly entryEvent?: EventFact;
  /** What earlier nodes left for later ones: `{ coupon: { code } }`. */
  readonly variables: JsonObject;
  /** Why the node is asked now. */
  readonly wake: Wake;
  /** What this node kept when it waited; undefined on arrival. */
  readonly memory?: Memory;
  /** Past events of a type the manifest declares, oldest first, as far back as it declares; none for other types. */
  history(type: string): readonly EventFact[];
  /**
   * True when the condition holds for this contact now, which is `visit.at`. Its payload parts ask about `event`: when
   * none is given, about the event of this wake, else the one that let the run in.
   */
  meets(condition: Condition, event?: EventFact): boolean;
  /** A number in [0, 1) fixed by contact and salt (`stickyOf`): the same on every run, machine and day. */
  sticky(salt: string): number;
}

/** One visit within a batch; a decision names it by its key. */
export interface Item<Memory extends Json = Json> extends Visit<Memory> {
  /** Its place in the batch as the host made it, 0 and up. */
  readonly key: number;
}

export interface VisitContact {
  readonly id: number;
  /** The workspace's own name for the contact (`userId`), when there is one. */
  readonly externalId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly language?: string;
  /** Only the declared attributes. */
  readonly attributes: JsonObject;
  readonly tags: readonly string[];
}

export type Wake =
  | { readonly kind: 'arrived' }
  /** `until` has come. */
  | { readonly kind: 'timer' }
  /** A subscribed event came; `subscription` is the id the node gave it. */
  | { readonly kind: 'event'; readonly subscription: string; readonly event: EventFact }
  /** The outbox is done with an effect of this visit. */
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** The host answered what the node asked. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The node asked to be tried again; `attempt` starts at 2. */
  | { readonly kind: 'retry'; readonly attempt: number };

/** What became of an outbox effect. */
export interface Receipt {
  readonly status: 'delivered' | 'failed' | 'suppressed' | 'unknown';
  /** Short, stable: `no-address`, `smtp-550`, `timeout`. */
  readonly reason?: string;
  readonly data?: JsonObject;
}
