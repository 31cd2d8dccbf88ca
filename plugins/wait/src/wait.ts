import { type Decision, defineNode, type Item, wait as stay } from '@sojourn/plugin-sdk/engine';
import type { DateWait, DurationWait, TimeWait, WaitConfig } from './config.js';
import { leave, shown } from './decision.js';
import { waitForEvent } from './event-wait.js';
import { momentOf } from './moment.js';

/** Holds a run for a while, until a time or a date, or until an event. Keeps nothing: the end follows from the arrival. */
export const wait = defineNode<WaitConfig>({
  execute: (_, { config, items }) =>
    items.map((item) => (config.mode === 'event' ? waitForEvent(config, item) : waitForTime(config, item))),
});

function waitForTime(config: DurationWait | TimeWait | DateWait, item: Item): Decision {
  if (item.wake.kind === 'timer') return over(item);
  const moment = momentOf(config, item);
  if ('outcome' in moment) return leave(item, moment.outcome, moment.outcome, moment.params);
  if (moment.until <= item.at) return over(item);
  const why = { code: 'waitsUntil', params: { until: shown(moment.until, item) } };
  return stay(item, { until: moment.until, why });
}

function over(item: Item): Decision {
  return leave(item, 'done', 'over', { at: shown(item.at, item) });
}
