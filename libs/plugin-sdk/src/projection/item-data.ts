import type { EventFact } from '@sojourn/rules';
import type { Json, JsonObject } from '@sojourn/kernel';
import type { VisitContact, Wake } from '../item.js';

/** An item as it crosses into the sandbox: plain JSON, with nothing that the node does not declare. */
export interface ItemData {
  readonly key: number;
  readonly runId: number;
  readonly visit: number;
  /** Epoch milliseconds, as `arrivedAt`. */
  readonly at: number;
  readonly arrivedAt: number;
  /** `UTC` for a node that does not read `timeZone`. */
  readonly timeZone: string;
  readonly contact: VisitContact;
  readonly entryEvent?: EventFact;
  readonly variables: JsonObject;
  readonly wake: Wake;
  readonly memory?: Json;
  /** Type -> events, oldest first. */
  readonly history: { readonly [type: string]: readonly EventFact[] };
}
