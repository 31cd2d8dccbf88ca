import type { Json, JsonObject, Language } from '@sojourn/kernel';
import { schemasBelow, stepsOf, valuesAt } from '@sojourn/journey';
import { type Condition, describe } from '@sojourn/rules';
import { HOLE } from './filled.js';
import { holds } from './holds.js';
import type { Manifest } from './manifest.js';
import type { Why } from './decision.js';

/** The one line on a node's card, in one language: "Wait 2 days". What the config lacks shows as an ellipsis. */
export function summaryOf(manifest: Manifest, config: JsonObject, language: Language): string {
  const template = manifest.summaries?.find(({ when }) => holds(when, config))?.text ?? manifest.summary;
  return template[language].replace(HOLE, (_, pointer: string) => {
    const words = valuesAt(config, pointer)
      .map((found) => wordsOf(manifest.config, config, found.pointer, found.value, language))
      .filter((word) => word !== '');
    return words.length === 0 ? '…' : words.join(language === 'en' ? ', ' : '、');
  });
}

/** A node's reason in one language; a code without words shows as itself. */
export function reasonOf(manifest: Manifest, why: Why, language: Language): string {
  const template = Object.hasOwn(manifest.reasons, why.code) ? manifest.reasons[why.code]?.[language] : undefined;
  if (template === undefined) return why.code;
  return template.replace(HOLE, (_, name: string) => {
    const value = why.params && Object.hasOwn(why.params, name) ? why.params[name] : undefined;
    // A param named like a choice of the config says it with the choice's label.
    return value === undefined ? '…' : wordsOf(manifest.config, { [name]: value }, `/${name}`, value, language);
  });
}

/** The config of a freshly dropped node, its sample texts in the user's language. */
export function defaultsOf(manifest: Manifest, language: Language): JsonObject {
  const texts = Object.entries(manifest.defaultTexts ?? {}).map(([pointer, text]) => ({
    steps: stepsOf(pointer),
    text: text[language],
  }));
  return texts.reduce<Json>(
    (config, { steps, text }) => replaced(config, steps, text),
    manifest.defaults,
  ) as JsonObject;
}

function replaced(value: Json | undefined, [step, ...rest]: readonly string[], text: string): Json {
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (String(index) === step ? replaced(item, rest, text) : item));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const object = value as JsonObject;
  return Object.hasOwn(object, step) ? { ...object, [step]: replaced(object[step], rest, text) } : object;
}

function wordsOf(schema: JsonObject, config: JsonObject, pointer: string, value: Json, language: Language): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return enumName(schema, config, pointer, value, language) ?? String(value);
  if (value === null) return '';
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => wordsOf(schema, config, `${pointer}/${index}`, item, language));
    return items.filter((word) => word !== '').join(language === 'en' ? ', ' : '、');
  }
  const object = value as JsonObject;
  const { amount, unit, op } = object;
  if (typeof amount === 'number' && typeof unit === 'string') return durationWords(amount, unit, language);
  if (typeof op === 'string') return conditionWords(object, language);
  return '';
}

function conditionWords(condition: JsonObject, language: Language): string {
  try {
    return describe(condition as unknown as Condition, language);
  } catch {
    // A draft may hold half a condition; its card then says no more than that there is something to fill in.
    return '';
  }
}

function enumName(
  schema: JsonObject,
  config: JsonObject,
  pointer: string,
  value: Json,
  language: Language,
): string | undefined {
  let parts: readonly JsonObject[] = [schema];
  let at: Json | undefined = config;
  for (const step of stepsOf(pointer)) {
    parts = parts.flatMap((part) => schemasBelow(part, at, step));
    at = valuesAt(at, `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)[0]?.value;
  }
  for (const part of parts) {
    const values = part['enum'];
    const names = language === 'en' ? part['x-enumNames'] : (part['x-zh-CN'] as JsonObject | undefined)?.['enumNames'];
    const name =
      Array.isArray(values) && Array.isArray(names) ? (names[values.indexOf(value)] as Json | undefined) : undefined;
    if (typeof name === 'string') return name;
  }
  return undefined;
}

const UNITS: { readonly [unit: string]: readonly [one: string, many: string, chinese: string] } = {
  seconds: ['second', 'seconds', '秒'],
  minutes: ['minute', 'minutes', '分钟'],
  hours: ['hour', 'hours', '小时'],
  days: ['day', 'days', '天'],
  weeks: ['week', 'weeks', '周'],
  months: ['month', 'months', '个月'],
};

/** "2 days" / "2 天". */
export function durationWords(amount: number, unit: string, language: Language): string {
  const [one, many, chinese] = UNITS[unit] ?? [unit, unit, unit];
  return language === 'en' ? `${amount} ${amount === 1 ? one : many}` : `${amount} ${chinese}`;
}
