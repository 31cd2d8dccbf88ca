import type { Json, JsonObject } from '@sojourn/kernel';
import { diffRule } from './diff-rules.js';
import { change, type ManifestChange } from './manifest-change.js';

/** What the change of a config's JSON Schema means to configs that were written for the one before. */
export function diffSchemas(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
  return [...diffFields(before, after, pointer), ...diffRequired(before, after, pointer), ...diffRules(before, after, pointer)]; // prettier-ignore
}

function diffFields(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
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
  return found;
}

function diffRequired(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
  const [was, is] = [textsOf(before['required']), textsOf(after['required'])];
  const at = `${pointer}/required`;
  const [own, other] = [propertiesOf(before), propertiesOf(after)];
  return [
    ...is
      .filter((name) => own[name] !== undefined && !was.includes(name))
      .map((name) => change('major', at, `The field "${name}" is required now.`, `字段“${name}”改为必填。`)),
    ...was
      .filter((name) => other[name] !== undefined && !is.includes(name))
      .map((name) => change('minor', at, `The field "${name}" may be left out now.`, `字段“${name}”改为选填。`)),
  ];
}

function diffRules(before: JsonObject, after: JsonObject, pointer: string): ManifestChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): ManifestChange[] => {
    if (key === 'properties' || key === 'required') return [];
    const [was, is] = [before[key], after[key]];
    const at = `${pointer}/${key}`;
    if (key === 'items' && isObject(was) && isObject(is)) return diffSchemas(was, is, at);
    if (isBranches(key) && Array.isArray(was) && Array.isArray(is)) return diffBranches(key, was, is, at);
    return diffRule(key, was, is, at);
  });
}

const isBranches = (key: string): boolean => key === 'oneOf' || key === 'anyOf' || key === 'allOf';

/** Variants of a config, each held against the one that it was. */
function diffBranches(key: string, before: readonly Json[], after: readonly Json[], pointer: string): ManifestChange[] {
  const open = after.map((branch, index) => ({ branch, index }));
  const take = (is: (branch: Json, index: number) => boolean): (typeof open)[number] | undefined => {
    const at = open.findIndex(({ branch, index }) => is(branch, index));
    return at < 0 ? undefined : open.splice(at, 1)[0];
  };
  const found = before.flatMap((branch: Json, index): ManifestChange[] => {
    const kind = kindOf(branch);
    const now =
      take((one) => JSON.stringify(one) === JSON.stringify(branch)) ??
      (kind === undefined ? undefined : take((one) => kindOf(one) === kind)) ??
      (kind === undefined && before.length === after.length ? take((_one, place) => place === index) : undefined);
    if (now && isObject(branch) && isObject(now.branch)) return diffSchemas(branch, now.branch, `${pointer}/${now.index}`); // prettier-ignore
    if (now && JSON.stringify(now.branch) === JSON.stringify(branch)) return [];
    return key === 'allOf'
      ? [change('minor', pointer, 'A condition of the field is gone.', '字段减少了一项限制。')]
      : [change('major', pointer, 'A variant of the field is gone.', '字段的一种形式被移除。')];
  });
  const more = open.map(({ index }) =>
    key === 'allOf'
      ? change('major', `${pointer}/${index}`, 'The field has another condition.', '字段新增了一项限制。')
      : change('minor', `${pointer}/${index}`, 'The field has another variant.', '字段新增了一种形式。'),
  );
  return [...found, ...more];
}

/** What a variant is told by: the constants of its fields, as text; undefined when it has none. */
function kindOf(branch: Json): string | undefined {
  if (!isObject(branch)) return undefined;
  const constants = Object.entries(propertiesOf(branch)).flatMap(([name, field]) =>
    field['const'] === undefined ? [] : [`${name}=${JSON.stringify(field['const'])}`],
  );
  if (branch['const'] !== undefined) constants.push(JSON.stringify(branch['const']));
  return constants.length > 0 ? constants.sort().join() : undefined;
}

const propertiesOf = (schema: JsonObject): Record<string, JsonObject> =>
  isObject(schema['properties']) ? (schema['properties'] as Record<string, JsonObject>) : {};
const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
