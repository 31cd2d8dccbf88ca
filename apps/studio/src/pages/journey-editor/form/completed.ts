import type { Json, JsonObject } from '@sojourn/canvas';

/**
 * A config after a change in its form: groups that the form library left empty are taken out again (an empty group is
 * not the same as none), and what the schema demands and has an obvious beginning is filled in.
 */
export function completed(schema: JsonObject, value: Json): Json {
  if (Array.isArray(value)) {
    const items = schema['items'];
    return isObject(items) ? value.map((item: Json) => completed(items, item)) : value;
  }
  if (!isObject(value)) return value;
  const variant = variantOf(schema, value);
  if (variant) return completed(variant, value);
  const properties = schema['properties'];
  if (!isObject(properties)) return value;
  const result: { [name: string]: Json } = {};
  for (const [name, part] of Object.entries(value)) {
    if (isObject(part) && Object.keys(part).length === 0) continue;
    const own = properties[name];
    result[name] = isObject(own) ? completed(own, part) : part;
  }
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  for (const name of required) {
    const own = typeof name === 'string' && !(name in result) ? properties[name] : undefined;
    const first = isObject(own) ? beginning(own) : undefined;
    if (typeof name === 'string' && first !== undefined) result[name] = first;
  }
  return result;
}

function variantOf(schema: JsonObject, value: JsonObject): JsonObject | undefined {
  const { oneOf, discriminator } = schema;
  const name = isObject(discriminator) ? discriminator['propertyName'] : undefined;
  if (!Array.isArray(oneOf) || typeof name !== 'string') return undefined;
  return (oneOf as readonly Json[]).filter(isObject).find((variant) => {
    const properties = variant['properties'];
    const tag = isObject(properties) ? properties[name] : undefined;
    return isObject(tag) && tag['const'] === value[name];
  });
}

/** What a required field starts with, where anything sensible can be said without knowing what it means. */
function beginning(schema: JsonObject): Json | undefined {
  if (schema['default'] !== undefined) return schema['default'];
  if (schema['x-widget'] === 'duration') return { amount: 1, unit: usualUnit(schema) };
  if (schema['x-widget'] === 'time') return '09:00';
  if (schema['type'] === 'boolean') return false;
  if (schema['type'] === 'integer' && Number(schema['minimum']) < 0) return 0;
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as Json;
  return undefined;
}

function usualUnit(schema: JsonObject): Json {
  const properties = schema['properties'];
  const unit = isObject(properties) ? properties['unit'] : undefined;
  const units = isObject(unit) && Array.isArray(unit['enum']) ? (unit['enum'] as readonly Json[]) : [];
  return units.includes('days') ? 'days' : (units[0] ?? 'days');
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
