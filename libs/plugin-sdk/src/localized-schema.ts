import type { Json, JsonObject, Language } from '@sojourn/kernel';

/** Where each text lies in the schema, and under which name in `x-zh-CN`. */
const TEXTS = { title: 'title', description: 'description', 'x-enumNames': 'enumNames', 'x-hint': 'hint' } as const;

/**
 * A config schema as a form shows it in one language: `title`, `description`, `x-enumNames` and `x-hint` are in that
 * language, `x-zh-CN` is gone. What is not translated stays English. The schema given is left as it is.
 */
export function localizedSchema(schema: JsonObject, language: Language): JsonObject {
  // An object stays an object.
  return localized(schema, language) as JsonObject;
}

function localized(part: Json, language: Language): Json {
  if (Array.isArray(part)) return part.map((item: Json) => localized(item, language));
  if (typeof part !== 'object' || part === null) return part;
  const object = part as JsonObject;
  const own = (object['x-zh-CN'] ?? {}) as JsonObject;
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(object)) {
    if (key === 'x-zh-CN') continue;
    const twin = language === 'zh-CN' && Object.hasOwn(TEXTS, key) ? own[TEXTS[key as keyof typeof TEXTS]] : undefined;
    result[key] =
      twin ??
      (isData(key) ? value : key === 'properties' ? localizedFields(value, language) : localized(value, language));
  }
  return result;
}

/** A field may be called like a keyword: `title`, `default`. */
function localizedFields(fields: Json, language: Language): Json {
  return Object.fromEntries(
    Object.entries(fields as JsonObject).map(([name, schema]) => [name, localized(schema, language)]),
  );
}

/** Keywords whose values are data of the config, not schemas. */
function isData(key: string): boolean {
  return key === 'enum' || key === 'const' || key === 'default' || key === 'examples';
}
