import type { Json } from '@sojourn/kernel';
import { canonicalJson } from './canonical.js';
import { change, type ManifestChange } from './manifest-change.js';

/** Bounds that may only be loosened: the larger is the looser, or the smaller. */
const LOOSER: { readonly [key: string]: 1 | -1 } = {
  maximum: 1,
  exclusiveMaximum: 1,
  maxLength: 1,
  maxItems: 1,
  maxProperties: 1,
  minimum: -1,
  exclusiveMinimum: -1,
  minLength: -1,
  minItems: -1,
  minProperties: -1,
};
/** Rules that only ever forbid something: without them more is allowed. */
const FORBIDS = new Set(['pattern', 'format', 'multipleOf', 'uniqueItems', 'additionalProperties', 'propertyNames', 'not', 'contains', 'items', 'dependentRequired', 'const', 'enum', 'type']); // prettier-ignore
/** Words and hints for the form: nobody's config breaks by them. */
const SHOWN = /^(title|description|x-.*|\$schema|\$comment|examples|default)$/;

/** What the change of one keyword of a JSON Schema means to values that met it before; `[]` when it is none. */
export function diffRule(key: string, was: Json | undefined, is: Json | undefined, at: string): ManifestChange[] {
  if (isSame(was, is)) return [];
  if (SHOWN.test(key)) return [change('patch', at, `Words or hints of the form changed.`, '表单文字或提示有变化。')];
  if (key in LOOSER) return [isBoundLooser(key, was, is) ? wider(at, key) : tighter(at, key)];
  if (key === 'enum' && is !== undefined) return [diffEnum(was, is, at)];
  return [isLooser(key, was, is) ? wider(at, key) : otherwise(at, key)];
}

function isBoundLooser(key: string, was: Json | undefined, is: Json | undefined): boolean {
  return is === undefined || (typeof was === 'number' && typeof is === 'number' && (is - was) * (LOOSER[key] ?? 1) > 0);
}

/** Whether everything that met the rule before meets it now, as far as that can be told. */
function isLooser(key: string, was: Json | undefined, is: Json | undefined): boolean {
  if (FORBIDS.has(key) && is === undefined) return true;
  switch (key) {
    case 'type':
      return typesOf(was).length > 0 && typesOf(was).every((one) => includesType(typesOf(is), one));
    case 'additionalProperties':
      return was === false || is === true;
    case 'uniqueItems':
      return is === false;
    case 'multipleOf':
      return typeof was === 'number' && typeof is === 'number' && is > 0 && Number.isInteger(was / is);
    default:
      return false;
  }
}

const typesOf = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value].flat() as readonly Json[]); // prettier-ignore
const includesType = (types: readonly Json[], one: Json): boolean =>
  types.includes(one) || (one === 'integer' && types.includes('number'));

function diffEnum(before: Json | undefined, after: Json, at: string): ManifestChange {
  const has = (list: readonly Json[], one: Json): boolean => list.some((other) => isSame(one, other));
  if (!Array.isArray(after) || !Array.isArray(before)) return tighter(at, 'enum');
  if (before.some((one: Json) => !has(after, one)))
    return change('major', at, 'Choices of the field are gone.', '字段的可选值减少。');
  if (after.length > before.length) return change('minor', at, 'The field has more choices.', '字段的可选值增加。');
  return change('patch', at, 'The choices of the field are in another order.', '字段可选值的顺序有变化。');
}

const wider = (at: string, key: string): ManifestChange =>
  change('minor', at, `The rule "${key}" of the field allows more.`, `字段规则“${key}”放宽。`);
const tighter = (at: string, key: string): ManifestChange =>
  change('major', at, `The rule "${key}" of the field allows less.`, `字段规则“${key}”收紧。`);
const otherwise = (at: string, key: string): ManifestChange =>
  change('major', at, `The rule "${key}" of the field changed.`, `字段规则“${key}”有变化。`);

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
