import { addDuration, type Decision, type EventFact, type Visit } from '@sojourn/plugin-sdk/engine';
import type { EventBranch, EventWait } from './config.js';
import { leave, shown } from './decision.js';
import { pastEvent } from './past-event.js';

export function waitForEvent(config: EventWait, visit: Visit): Decision {
  const { wake } = visit;
  if (wake.kind === 'timer') return leave('timeout', 'timedOut', { at: shown(visit.at, visit) });
  if (wake.kind === 'event') {
    const branch = branchFor(wake.event, wake.subscription, config, visit);
    if (branch) return leave(branch.id, 'came', { event: branch.event, at: shown(wake.event.occurredAt, visit) });
  }
  const past = pastEvent(config, visit);
  if (past) {
    return leave(past.branch.id, 'cameBefore', { event: past.event.type, at: shown(past.event.occurredAt, visit) });
  }
  return hold(config, visit);
}

/** Several branches may listen to one event; the first drawn whose filter holds takes it, whichever subscription woke the run. */
function branchFor(
  event: EventFact,
  subscription: string,
  { branches }: EventWait,
  visit: Visit,
): EventBranch | undefined {
  const takes = ({ id, filter }: EventBranch): boolean => id === subscription || !filter || visit.meets(filter, event);
  return branches.find((branch) => branch.event === event.type && takes(branch));
}

function hold({ branches, timeout }: EventWait, visit: Visit): Decision {
  const events = branches.map(({ id, event, filter }) => ({ id, event, ...(filter && { filter }) }));
  const names = branches.map(({ label }) => label).join(', ');
  if (!timeout) return { do: 'wait', events, why: { code: 'waitsForEvent', params: { events: names } } };
  const until = addDuration(visit.arrivedAt, timeout, visit.timeZone);
  const why = { code: 'waitsForEventUntil', params: { events: names, until: shown(until, visit) } };
  return { do: 'wait', until, events, why };
}
