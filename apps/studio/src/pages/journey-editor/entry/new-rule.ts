import type { EntryRule, ExitRule } from '@sojourn/journey';
import type { Condition } from '@sojourn/rules';
import { freshId } from '../fresh-id.js';

export const ANYONE: Condition = { op: 'all', conditions: [] };

/** A rule to begin with. What only the marketer can know (an event's name) is empty, and said so by the problems panel. */
export function newRule(kind: EntryRule['kind'], timeZone: string, now: number): EntryRule {
  const id = freshId('rule');
  switch (kind) {
    case 'event':
      return { id, kind, event: '', occurrence: 'every' };
    case 'segment':
      return { id, kind, condition: ANYONE, includeCurrent: false };
    case 'api':
      return { id, kind };
    case 'schedule': {
      const tomorrow = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now + 86_400_000);
      return { id, kind, rrule: 'FREQ=WEEKLY;BYDAY=MO', start: `${tomorrow}T09:00`, timeZone };
    }
    case 'date':
      return { id, kind, attribute: 'birthday', offsetDays: 0, at: '09:00', yearly: true };
  }
}

export function newExit(goal: boolean): ExitRule {
  return { id: freshId('exit'), name: '', goal, when: { kind: 'event', event: '' } };
}
