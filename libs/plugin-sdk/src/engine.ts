/**
 * What a plugin's code may use at run time: the shapes of a node, its items and decisions, calendar arithmetic, and the types of its data.
 * Nothing here does I/O, reads a clock or draws chance.
 */
export { type AnswerFault, type Answers, decisionsByItem } from './answers.js';
export { bareContext, type BareContext, type BareContextOptions } from './bare-context.js';
export * from './context.js';
export * from './hooks.js';
export { answersOf } from './execute.js';
export * from './ask.js';
export * from './decision.js';
export * from './effect.js';
export * from './item.js';
export * from './node.js';
export { propertyAt } from './property.js';
export * from './verbs.js';
export { stickyOf } from './sticky.js';
export {
  addDuration,
  type Duration,
  fromLocal,
  isTimeZone,
  nextDateOccurrence,
  nextLocalTime,
  parseInstant,
  toLocal,
} from '@sojourn/kernel/schedule';
export type { Condition, EventFact, PayloadCondition, Span } from '@sojourn/rules';
export type { Json, JsonObject } from '@sojourn/kernel';
