import { addDuration, type Decision, type EventFact, type Item, wait } from '@sojourn/plugin-sdk/engine';
import type { EventBranch, EventWait } from './config.js';
import { leave, shown } from './decision.js';
import { pastEvent } from './past-event.js';

export function waitForEvent(config: EventWait, item: Item): Decision {
  const { wake } = item;
  if (wake.kind === 'timer') return leave(item, 'timeout', 'timedOut', { at: shown(item.at, item) });
  if (wake.kind === 'event') {
    const branch = branchFor(wake.event, wake.subscription, config, item);
    if (branch) return leave(item, branch.id, 'came', { event: branch.event, at: shown(wake.event.occurredAt, item) });
  }
  const past = pastEvent(config, item);
  if (past) {
    return leave(item, past.branch.id, 'cameBefore', {
      event: past.event.type,
      at: shown(past.event.occurredAt, item),
    });
  }
  return hold(config, item);
}

/** Several branches may listen to one event; the first drawn whose filter holds takes it, whichever subscription woke the run. */
function branchFor(
  event: EventFact,
  subscription: string,
  { branches }: EventWait,
  item: Item,
): EventBranch | undefined {
  const takes = ({ id, filter }: EventBranch): boolean => id === subscription || !filter || item.meets(filter, event);
  return branches.find((branch) => branch.event === event.type && takes(branch));
}

function hold({ branches, timeout }: EventWait, item: Item): Decision {
  const events = branches.map(({ id, event, filter }) => ({ id, event, ...(filter && { filter }) }));
  const names = branches.map(({ label }) => label).join(', ');
  if (!timeout) return wait(item, { events, why: { code: 'waitsForEvent', params: { events: names } } });
  const until = addDuration(item.arrivedAt, timeout, item.timeZone);
  const why = { code: 'waitsForEventUntil', params: { events: names, until: shown(until, item) } };
  return wait(item, { until, events, why });
}
