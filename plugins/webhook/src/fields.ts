import type { Json, JsonObject } from './json.js';

const HOLE = /\{\{\s*([A-Za-z_$][\w$-]*(?:\.[\w$-]+)*)\s*\}\}/g;

/**
 * The request's body out of its fields. `{{ contact.email }}` alone gives the value with its type, null when there is none;
 * within other text it is put in as text, nothing when there is none.
 */
export function filled(
  fields: readonly { readonly name: string; readonly value: string }[],
  data: JsonObject,
): JsonObject {
  // Entries make own properties, whatever they are called: a field named __proto__ is just a field.
  return Object.fromEntries(fields.map(({ name, value }) => [name, valueOf(value, data)]));
}

function valueOf(template: string, data: JsonObject): Json {
  const alone = new RegExp(`^\\s*${HOLE.source}\\s*$`).exec(template);
  if (alone) return at(data, alone[1]!) ?? null;
  return template.replace(HOLE, (_, path: string) => {
    const value = at(data, path) ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function at(data: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}
