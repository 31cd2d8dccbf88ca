import type { Json, JsonObject } from '@sojourn/kernel';
import { change, type ManifestChange } from './manifest-change.js';

/** Bounds that may only be loosened: the larger is the looser, or the smaller. */
const LOOSER = { maximum: 1, maxLength: 1, maxItems: 1, minimum: -1, minLength: -1, minItems: -1 } as const;
/** Words and hints for the form: nobody's config breaks by them. */
const SHOWN = /^(title|description|x-.*|\$schema|\$comment|examples|default)$/;

/** What the change of a config's JSON Schema means to configs that were written for the one before. */
export function diffSchemas(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
  const found: ManifestChange[] = [];
  const [own, other] = [propertiesOf(before), propertiesOf(after)];
  const required = textsOf(after['required']);
  for (const name of Object.keys(own)) {
    const at = `${pointer}/properties/${name}`;
    if (other[name] === undefined)
      found.push(change('major', at, `The field "${name}" is gone.`, `字段“${name}”被移除。`));
    else found.push(...diffSchemas(own[name]!, other[name], at)); // a key of it
  }
  for (const name of Object.keys(other).filter((one) => own[one] === undefined))
    found.push(
      required.includes(name)
        ? change('major', `${pointer}/properties/${name}`, `The field "${name}" is new and required.`, `新增必填字段“${name}”。`) // prettier-ignore
        : change('minor', `${pointer}/properties/${name}`, `The field "${name}" is new.`, `新增字段“${name}”。`),
    );
  for (const name of required.filter((one) => own[one] !== undefined && !textsOf(before['required']).includes(one)))
    found.push(
      change('major', `${pointer}/required`, `The field "${name}" is required now.`, `字段“${name}”改为必填。`),
    );
  found.push(...diffRules(before, after, pointer));
  return found;
}

function diffRules(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): ManifestChange[] => {
    if (key === 'properties' || key === 'required' || isSame(before[key], after[key])) return [];
    const at = `${pointer}/${key}`;
    if (SHOWN.test(key)) return [change('patch', at, `Words or hints of the form changed.`, '表单文字或提示有变化。')];
    if (key === 'items' && isObject(before[key]) && isObject(after[key]))
      return diffSchemas(before[key], after[key], at);
    if (key === 'enum') return [diffEnum(before[key], after[key], at)];
    if (key in LOOSER) {
      const [was, is] = [before[key], after[key]];
      const way = LOOSER[key as keyof typeof LOOSER]; // just looked up
      const looser = is === undefined || (typeof was === 'number' && typeof is === 'number' && (is - was) * way > 0);
      return [
        looser
          ? change('minor', at, `The bound "${key}" is wider.`, `限制“${key}”放宽。`)
          : change('major', at, `The bound "${key}" is tighter.`, `限制“${key}”收紧。`),
      ];
    }
    return [change('major', at, `The rule "${key}" of the field changed.`, `字段规则“${key}”有变化。`)];
  });
}

function diffEnum(before: Json | undefined, after: Json | undefined, at: string): ManifestChange {
  const has = (list: readonly Json[], one: Json): boolean => list.some((other) => isSame(one, other));
  const fewer = Array.isArray(after) && (!Array.isArray(before) || before.some((one: Json) => !has(after, one)));
  return fewer
    ? change('major', at, 'Choices of the field are gone.', '字段的可选值减少。')
    : change('minor', at, 'The field has more choices.', '字段的可选值增加。');
}

const propertiesOf = (schema: JsonObject): Record<string, JsonObject> =>
  isObject(schema['properties']) ? (schema['properties'] as Record<string, JsonObject>) : {};
const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
