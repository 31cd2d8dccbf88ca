import { aggregateOf } from './aggregate.js';
import { valueTest } from './compare.js';
import type { Condition, EventCondition, PayloadCondition } from './condition.js';
import type { EventFact, Facts } from './facts.js';
import { segmentsOf, valueAt } from './path.js';
import { millisecondsOf } from './span.js';

export type Predicate = (facts: Facts) => boolean;

const ready = new WeakMap<Condition, Predicate>();

/** Whether the condition holds of the facts. A condition asked again is not prepared again. */
export function evaluate(condition: Condition, facts: Facts): boolean {
  let test = ready.get(condition);
  if (!test) ready.set(condition, (test = predicate(condition)));
  return test(facts);
}

/** The condition as a function, prepared once: for a batch. It trusts `checkCondition`. */
export function predicate(condition: Condition): Predicate {
  switch (condition.op) {
    case 'all': {
      const tests = condition.conditions.map(predicate);
      return (facts) => tests.every((test) => test(facts));
    }
    case 'any': {
      const tests = condition.conditions.map(predicate);
      return (facts) => tests.some((test) => test(facts));
    }
    case 'not': {
      const test = predicate(condition.condition);
      return (facts) => !test(facts);
    }
    case 'attribute': {
      const segments = segmentsOf(condition.path);
      const test = valueTest(condition);
      return (facts) => test(valueAt(facts.contact.attributes, segments));
    }
    case 'tag': {
      const { tag } = condition;
      const wanted = condition.is === 'present';
      return ({ contact: { tags } }) => ('has' in tags ? tags.has(tag) : tags.includes(tag)) === wanted;
    }
    case 'payload': {
      const test = payloadTest(condition);
      return ({ event }) => event !== undefined && test(event);
    }
    case 'event':
      return eventTest(condition);
  }
}

type EventTest = (event: EventFact) => boolean;

function payloadTest(condition: PayloadCondition): EventTest {
  const segments = segmentsOf(condition.path);
  const test = valueTest(condition);
  return ({ properties }) => test(valueAt(properties, segments));
}

function eventTest({ event: type, where = [], within, aggregate, property, is, value }: EventCondition): Predicate {
  const tests = where.map(payloadTest);
  const reach = within && millisecondsOf(within);
  const segments = property === undefined ? undefined : segmentsOf(property);
  const holds = NUMBER_TESTS[is];
  return (facts) => {
    const { now } = facts;
    const counted = facts
      .history(type)
      .filter(
        (event) =>
          (reach === undefined || (event.occurredAt > now - reach && event.occurredAt <= now)) &&
          tests.every((test) => test(event)),
      );
    const values = counted.map(({ properties }) => (segments ? valueAt(properties, segments) : undefined));
    const number = aggregateOf(aggregate, values);
    return number !== null && holds(number, value);
  };
}

const NUMBER_TESTS: Readonly<Record<EventCondition['is'], (given: number, wanted: number) => boolean>> = {
  eq: (given, wanted) => given === wanted,
  neq: (given, wanted) => given !== wanted,
  gt: (given, wanted) => given > wanted,
  gte: (given, wanted) => given >= wanted,
  lt: (given, wanted) => given < wanted,
  lte: (given, wanted) => given <= wanted,
};
