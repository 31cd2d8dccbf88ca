import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { child } from '@sojourn/journey';
import { issue } from './issue.js';

/** Every field of the form has a title, and every English text its Chinese twin. */
export function configTexts(schema: Json | undefined, pointer: string, isField = false): Issue[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const part = schema as JsonObject;
  const properties = (part['properties'] ?? {}) as JsonObject;
  return [
    ...ownTexts(part, pointer, isField),
    ...choiceNames(part, pointer),
    ...Object.entries(properties).flatMap(([key, field]) =>
      configTexts(field, child(`${pointer}/properties`, key), true),
    ),
    ...(part['items'] === undefined ? [] : configTexts(part['items'], `${pointer}/items`)),
    ...['oneOf', 'anyOf', 'allOf'].flatMap((key) => variants(part[key], `${pointer}/${key}`, key === 'oneOf')),
  ];
}

const TWINS = [
  ['title', 'title'],
  ['description', 'description'],
  ['x-enumNames', 'enumNames'],
  ['x-hint', 'hint'],
] as const;

function ownTexts(part: JsonObject, pointer: string, isField: boolean): Issue[] {
  const chinese = (part['x-zh-CN'] ?? {}) as JsonObject;
  const hidden = part['const'] !== undefined || part['x-widget'] === 'hidden';
  const untitled = isField && part['title'] === undefined && !hidden;
  return [
    ...(untitled ? [issue('manifest.untitled', pointer, 'This field has no title.', '该字段缺少标题。')] : []),
    ...TWINS.flatMap(([english, twin]) => {
      const isLocal = typeof part[english] === 'object' && !Array.isArray(part[english]);
      if (part[english] === undefined || isLocal || chinese[twin] !== undefined) return [];
      const en = `"${english}" has no Chinese twin in x-zh-CN.${twin}.`;
      const zh = `“${english}”缺少中文（x-zh-CN.${twin}）。`;
      return [issue('manifest.untranslated', child(pointer, english), en, zh)];
    }),
  ];
}

function choiceNames(part: JsonObject, pointer: string): Issue[] {
  const values = part['enum'];
  if (!Array.isArray(values)) return [];
  const chinese = (part['x-zh-CN'] ?? {}) as JsonObject;
  const whole = [part['x-enumNames'], chinese['enumNames']].every(
    (names) => Array.isArray(names) && names.length === values.length,
  );
  if (whole) return [];
  const en = 'Each value of a choice needs a name in both languages (x-enumNames, x-zh-CN.enumNames).';
  return [issue('manifest.enum-names', pointer, en, '每个选项都需要中英文名称（x-enumNames、x-zh-CN.enumNames）。')];
}

function variants(branches: Json | undefined, pointer: string, areChoices: boolean): Issue[] {
  if (!Array.isArray(branches)) return [];
  return branches.flatMap((branch: Json, index) => {
    const at = `${pointer}/${index}`;
    const untitled = areChoices && (branch as JsonObject | null)?.['title'] === undefined;
    return [
      ...(untitled ? [issue('manifest.untitled', at, 'This variant has no title.', '该选项缺少标题。')] : []),
      ...configTexts(branch, at),
    ];
  });
}
