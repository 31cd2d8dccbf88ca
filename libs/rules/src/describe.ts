import type { Json, Language } from '@sojourn/kernel';
import type { Comparison, Condition, EventCondition, PayloadCondition, Span } from './condition.js';
import { words, type Words } from './words.js';

/**
 * The condition as one readable line.
 *
 * @example describe({ op: 'tag', tag: 'vip', is: 'present' }, 'en') // has the tag “vip”
 */
export function describe(condition: Condition, language: Language): string {
  return say(condition, words[language], false);
}

function say(condition: Condition, text: Words, nested: boolean): string {
  switch (condition.op) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => say(part, text, condition.conditions.length > 1));
      if (parts.length === 0) return condition.op === 'all' ? text.always : text.never;
      const line = parts.join(condition.op === 'all' ? text.and : text.or);
      return nested && parts.length > 1 ? text.group(line) : line;
    }
    case 'not':
      return text.not(say(condition.condition, text, false));
    case 'attribute':
      return compare(condition.path, condition, text);
    case 'payload':
      return compare(text.ofEvent(condition.path), condition, text);
    case 'tag':
      return condition.is === 'present' ? text.hasTag(condition.tag) : text.lacksTag(condition.tag);
    case 'event':
      return event(condition, text);
  }
}

function compare(subject: string, { is, value }: Comparison, text: Words): string {
  return text.compare(subject, text.comparators[is], is === 'exists' || is === 'missing' ? '' : show(value, text));
}

function event(condition: EventCondition, text: Words): string {
  const { event: type, where = [], within, aggregate, property = '', is, value } = condition;
  const filter = where.map((part: PayloadCondition) => compare(part.path, part, text)).join(text.and);
  const window = within ? span(within, text) : '';
  if (aggregate !== 'count') {
    return text.aggregate(text.aggregates[aggregate], property, type, window, filter, text.numbers[is], String(value));
  }
  const none = (is === 'eq' && value === 0) || (is === 'lt' && value === 1) || (is === 'lte' && value === 0);
  const some = (is === 'gte' && value === 1) || (is === 'gt' && value === 0);
  return text.did(type, none ? 'never' : some ? 'ever' : text.numbers[is], String(value), window, filter);
}

function span({ amount, unit }: Span, text: Words): string {
  return text.within(amount, text.units[unit][amount === 1 ? 0 : 1]);
}

function show(value: Json | undefined, text: Words): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, 5).map((item: Json) => show(item, text));
    const more = value.length > 5 ? text.more(value.length - 5) : '';
    return shown.join(text.comma) + more;
  }
  if (typeof value === 'string') return text.quote(value);
  if (typeof value === 'boolean') return value ? text.true : text.false;
  return typeof value === 'number' ? String(value) : '…';
}
