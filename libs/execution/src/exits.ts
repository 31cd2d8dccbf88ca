import type { ExitRule } from '@sojourn/journey';
import { emptyReads, evaluate, mergeReads, readsOf, type Facts, type Reads } from '@sojourn/rules';

/** The first exit rule that these facts meet: event exits look at the event at hand, condition exits at the contact. */
export function endedBy(exits: readonly ExitRule[], facts: Facts): ExitRule | undefined {
  return exits.find(({ when }) => {
    if (when.kind === 'condition') return evaluate(when.condition, facts);
    return facts.event?.type === when.event && (!when.filter || evaluate(when.filter, facts));
  });
}

/** Condition exits alone: what is asked again at every step, because time passes and nodes change contacts. Found once a plan. */
export function conditionExits(exits: readonly ExitRule[]): readonly ExitRule[] {
  let found = byPlan.get(exits);
  if (!found) byPlan.set(exits, (found = exits.filter(({ when }) => when.kind === 'condition')));
  return found;
}
const byPlan = new WeakMap<readonly ExitRule[], readonly ExitRule[]>();

export function exitReads(exits: readonly ExitRule[]): Reads {
  return mergeReads(
    emptyReads,
    ...exits.map(({ when }) => {
      const condition = when.kind === 'event' ? when.filter : when.condition;
      return condition ? readsOf(condition) : emptyReads;
    }),
  );
}
