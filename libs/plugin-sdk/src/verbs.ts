import type { Json } from '@sojourn/kernel';
import type { Ask } from './ask.js';
import type { Decision, Ending, Leaving, Retrying, Waiting, Why } from './decision.js';
import type { Item } from './item.js';

type Named = Pick<Item, 'key'>;

/** The item leaves by an outcome: `to(item, 'sunny', { output: { weather: { degrees: 21 } }, why: { code: 'forecast' } })`. */
export function to(item: Named, outcome: string, more?: Leaving): Decision<never> {
  return { item: item.key, do: 'to', outcome, ...more };
}

/** The item stays until a moment, an event or a receipt: `wait(item, { until: item.at + 3_600_000 })`. */
export function wait<Memory extends Json = never>(item: Named, more?: Waiting<Memory>): Decision<Memory> {
  return { item: item.key, do: 'wait', ...more };
}

/** The host is asked for something; the node is asked again in the same wake, with `item.wake.answer`. */
export function ask<Memory extends Json = never>(item: Named, what: Ask, memory?: Memory): Decision<Memory> {
  return memory === undefined
    ? { item: item.key, do: 'ask', ask: what }
    : { item: item.key, do: 'ask', ask: what, memory };
}

/** The node is asked again after so many milliseconds; `item.wake.attempt` then counts. */
export function retry<Memory extends Json = never>(item: Named, more: Retrying<Memory>): Decision<Memory> {
  return { item: item.key, do: 'retry', ...more };
}

/** The run is parked with the reason, for a person to look at. For what the drawing can answer, leave by an outcome. */
export function fail(item: Named, why: Why): Decision<never> {
  return { item: item.key, do: 'fail', why };
}

/** The run ends here, quietly: `drop(item, { code: 'goodbye' }, { patch: { addTags: ['left'] } })`. */
export function drop(item: Named, why?: Why, more?: Omit<Ending, 'why'>): Decision<never> {
  return { item: item.key, do: 'drop', ...more, ...(why && { why }) };
}
