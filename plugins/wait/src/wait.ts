import { type Decision, defineNode, type Visit } from '@sojourn/plugin-sdk/engine';
import type { DateWait, DurationWait, TimeWait, WaitConfig } from './config.js';
import { leave, shown } from './decision.js';
import { waitForEvent } from './event-wait.js';
import { momentOf } from './moment.js';

/** Holds a run for a while, until a time or a date, or until an event. Keeps nothing: the end follows from the arrival. */
export const wait = defineNode<WaitConfig>({
  execute: ({ config, visits }) =>
    visits.map((visit) => (config.mode === 'event' ? waitForEvent(config, visit) : waitForTime(config, visit))),
});

function waitForTime(config: DurationWait | TimeWait | DateWait, visit: Visit): Decision {
  if (visit.wake.kind === 'timer') return over(visit);
  const moment = momentOf(config, visit);
  if ('outcome' in moment) return leave(moment.outcome, moment.outcome, moment.params);
  if (moment.until <= visit.at) return over(visit);
  const why = { code: 'waitsUntil', params: { until: shown(moment.until, visit) } };
  return { do: 'wait', until: moment.until, why };
}

function over(visit: Visit): Decision {
  return leave('done', 'over', { at: shown(visit.at, visit) });
}
