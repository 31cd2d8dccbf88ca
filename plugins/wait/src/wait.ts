import { addDuration, type Decision, defineNode, toLocal, type Visit } from '@sojourn/plugin-sdk/engine';
import type { EventWait, WaitConfig } from './config.js';
import { momentOf } from './moment.js';
import { pastEvent } from './past-event.js';

/** Holds a run for a while, until a time or a date, or until an event. Keeps nothing: the end follows from the arrival. */
export const wait = defineNode<WaitConfig>({
  execute: ({ config, visits }) =>
    visits.map((visit) => (config.mode === 'event' ? waitForEvent(config, visit) : waitForTime(config, visit))),
});

function waitForTime(config: Exclude<WaitConfig, EventWait>, visit: Visit): Decision {
  if (visit.wake.kind === 'timer') return over(visit);
  const moment = momentOf(config, visit);
  if ('until' in moment) {
    if (moment.until <= visit.at) return over(visit);
    return {
      do: 'wait',
      until: moment.until,
      why: { code: 'waitsUntil', params: { until: shown(moment.until, visit) } },
    };
  }
  const attribute = config.mode === 'until-date' ? config.attribute : '';
  if (moment.outcome === 'missing')
    return { do: 'to', outcome: 'missing', why: { code: 'missing', params: { attribute } } };
  return { do: 'to', outcome: 'past', why: { code: 'past', params: { attribute, date: moment.date } } };
}

function waitForEvent(config: EventWait, visit: Visit): Decision {
  const { wake } = visit;
  if (wake.kind === 'event') {
    const branch = config.branches.find(({ id }) => id === wake.subscription);
    if (branch)
      return {
        do: 'to',
        outcome: branch.id,
        why: { code: 'came', params: { event: branch.event, at: shown(wake.event.occurredAt, visit) } },
      };
  }
  if (wake.kind === 'timer')
    return { do: 'to', outcome: 'timeout', why: { code: 'timedOut', params: { at: shown(visit.at, visit) } } };
  const past = pastEvent(config, visit);
  if (past) {
    return {
      do: 'to',
      outcome: past.branch.id,
      why: { code: 'cameBefore', params: { event: past.event.type, at: shown(past.event.occurredAt, visit) } },
    };
  }
  const events = config.branches.map(({ id, event, filter }) => ({ id, event, ...(filter && { filter }) }));
  const names = config.branches.map(({ label }) => label).join(', ');
  if (!config.timeout) return { do: 'wait', events, why: { code: 'waitsForEvent', params: { events: names } } };
  const until = addDuration(visit.arrivedAt, config.timeout, visit.timeZone);
  return {
    do: 'wait',
    until,
    events,
    why: { code: 'waitsForEventUntil', params: { events: names, until: shown(until, visit) } },
  };
}

function over(visit: Visit): Decision {
  return { do: 'to', outcome: 'done', why: { code: 'over', params: { at: shown(visit.at, visit) } } };
}

/** A moment as the contact's clock shows it: `2026-03-01 09:00`. */
function shown(at: number, visit: Visit): string {
  return toLocal(at, visit.timeZone).slice(0, 16).replace('T', ' ');
}
