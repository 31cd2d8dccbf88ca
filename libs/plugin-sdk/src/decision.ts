import type { Json, JsonObject } from '@sojourn/kernel';
import type { Condition } from '@sojourn/rules';
import type { Ask } from './ask.js';
import type { Effect } from './effect.js';

/** What becomes of one item, plain data. `item` is its key. The verbs of `verbs.ts` make them: `to(item, 'issued')`. */
export type Decision<Memory extends Json = Json> = { readonly item: number } & (
  | ({ readonly do: 'to'; readonly outcome: string } & Leaving)
  | ({ readonly do: 'wait' } & Waiting<Memory>)
  /** Ask the host for something of value or of weight; the node is asked again within the same wake, with the answer. */
  | { readonly do: 'ask'; readonly ask: Ask; readonly memory?: Memory }
  | ({ readonly do: 'retry' } & Retrying<Memory>)
  /** This run cannot go on: it is quarantined with the reason, visible and repairable. */
  | { readonly do: 'fail'; readonly why: Why }
  /** The run ends here, quietly: what the exit node says. */
  | ({ readonly do: 'drop' } & Ending)
);

/** Leave by an outcome. */
export interface Leaving {
  /** Changes of the contact, in the same commit; nodes that follow within the wake see them. */
  readonly patch?: ContactPatch;
  /** Joins the run's variables, for later nodes: `{ coupon: { code } }`. */
  readonly output?: JsonObject;
  readonly effects?: readonly Effect[];
  readonly why?: Why;
}

/** The run ends with these last words. */
export interface Ending {
  /** Changes of the contact, in the same commit. */
  readonly patch?: ContactPatch;
  readonly effects?: readonly Effect[];
  readonly why?: Why;
}

/** Stay until a moment, an event or a receipt, whichever is first. Without any of them the run waits for ever. */
export interface Waiting<Memory extends Json = Json> {
  /** Epoch milliseconds. */
  readonly until?: number;
  readonly events?: readonly Subscription[];
  readonly effects?: readonly Effect[];
  /** Comes back as `item.memory`; 512 characters of JSON at most. */
  readonly memory?: Memory;
  readonly why?: Why;
}

/** Be asked again. */
export interface Retrying<Memory extends Json = Json> {
  /** Milliseconds from now. */
  readonly after: number;
  readonly memory?: Memory;
  readonly why?: Why;
}

/** What changes of a contact. Attributes by name; where an order matters, `unset` goes after `set`, removing after adding. */
export interface ContactPatch {
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** A reason: a code of the manifest's `reasons`, with values for its holes. */
export interface Why {
  readonly code: string;
  readonly params?: { readonly [name: string]: string | number | boolean };
}

export interface Subscription {
  /** Comes back in the wake; an outcome's id is a good choice. */
  readonly id: string;
  readonly event: string;
  readonly filter?: Condition;
}
