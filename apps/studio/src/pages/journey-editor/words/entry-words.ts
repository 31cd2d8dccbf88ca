import type { EntryLine, EntryWords, Language } from '@sojourn/canvas';
import type { EntryRule, ExitRule, JourneyDocument } from '@sojourn/journey';
import { describe, type Condition } from '@sojourn/rules';
import type { TFunction } from 'i18next';
import { parseRule, recurrenceWords } from './recurrence.js';

/** The entry card's content in one language. */
export function entryWords(
  { entry, exits }: Pick<JourneyDocument, 'entry' | 'exits'>,
  t: TFunction<'editor'>,
  language: Language,
): EntryWords {
  return {
    rules: entry.rules.map((rule): EntryLine => ({ id: rule.id, icon: rule.kind, text: ruleWords(rule, t, language) })),
    reentry:
      entry.reentry.mode === 'atMostEvery'
        ? t('reentry.line.atMostEvery', { count: entry.reentry.days })
        : t(`reentry.line.${entry.reentry.mode}`),
    exits: exits.map((exit): EntryLine => ({
      id: exit.id,
      icon: exit.goal ? 'goal' : 'leave',
      text: exitWords(exit, t, language),
    })),
  };
}

export function ruleWords(rule: EntryRule, t: TFunction<'editor'>, language: Language): string {
  switch (rule.kind) {
    case 'event': {
      const event = rule.event || t('words.someEvent');
      const base = t(rule.occurrence === 'first' ? 'words.eventFirst' : 'words.event', { event });
      return (
        withFilter(base, rule.filter, t, language) + (rule.keyBy ? t('words.keyBy', { property: rule.keyBy }) : '')
      );
    }
    case 'segment':
      return t('words.segment', { condition: conditionWords(rule.condition, t, language) });
    case 'api':
      return t('words.api');
    case 'schedule': {
      const when = recurrenceWords(parseRule(rule.rrule), rule.start, t);
      return withFilter(`${when} · ${rule.timeZone}`, rule.audience, t, language);
    }
    case 'date': {
      const side = rule.offsetDays === 0 ? 'on' : rule.offsetDays < 0 ? 'before' : 'after';
      const base = t(`words.date.${side}`, {
        count: Math.abs(rule.offsetDays),
        attribute: rule.attribute || '…',
        time: rule.at,
      });
      return withFilter(rule.yearly ? t('words.date.yearly', { text: base }) : base, rule.filter, t, language);
    }
  }
}

export function exitWords({ goal, name, when }: ExitRule, t: TFunction<'editor'>, language: Language): string {
  const what =
    when.kind === 'event'
      ? withFilter(t('words.event', { event: when.event || t('words.someEvent') }), when.filter, t, language)
      : conditionWords(when.condition, t, language);
  return t(goal ? 'words.goal' : 'words.leave', { name: name || what });
}

function withFilter(text: string, filter: Condition | undefined, t: TFunction<'editor'>, language: Language): string {
  return filter === undefined || isEmpty(filter)
    ? text
    : t('words.where', { text, condition: conditionWords(filter, t, language) });
}

function conditionWords(condition: Condition | undefined, t: TFunction<'editor'>, language: Language): string {
  if (condition === undefined || isEmpty(condition)) return t('words.anyone');
  try {
    return describe(condition, language);
  } catch {
    return '…'; // half typed
  }
}

function isEmpty(condition: Condition): boolean {
  return (condition.op === 'all' || condition.op === 'any') && condition.conditions.length === 0;
}
