import type { Condition } from './condition.js';
import type { Reads } from './facts.js';
import { millisecondsOf } from './span.js';

/** Reads nothing. */
export const emptyReads: Reads = { attributes: new Set(), tags: false, payload: false, events: new Map() };

/** What a condition asks about, so that a batch loads exactly that. */
export function readsOf(condition: Condition): Reads {
  switch (condition.op) {
    case 'all':
    case 'any':
      return mergeReads(...condition.conditions.map(readsOf));
    case 'not':
      return readsOf(condition.condition);
    case 'attribute':
      return { ...emptyReads, attributes: new Set([condition.path]) };
    case 'tag':
      return { ...emptyReads, tags: true };
    case 'payload':
      return { ...emptyReads, payload: true };
    case 'event': {
      const reach = condition.within ? millisecondsOf(condition.within) : Infinity;
      return { ...emptyReads, events: new Map([[condition.event, reach]]) };
    }
  }
}

/** Everything any of them reads; of several look-backs the longest. */
export function mergeReads(...reads: readonly Reads[]): Reads {
  const events = new Map<string, number>();
  for (const read of reads) {
    for (const [type, reach] of read.events) events.set(type, Math.max(reach, events.get(type) ?? 0));
  }
  return {
    attributes: new Set(reads.flatMap((read) => [...read.attributes])),
    tags: reads.some((read) => read.tags),
    payload: reads.some((read) => read.payload),
    events,
  };
}

/** Whether the mere passing of time can turn it true or false: only a look back over a window can. */
export function isTimeDependent(condition: Condition): boolean {
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.conditions.some(isTimeDependent);
    case 'not':
      return isTimeDependent(condition.condition);
    case 'event':
      return condition.within !== undefined;
    default:
      return false;
  }
}
