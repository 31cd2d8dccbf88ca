import type { JsonObject } from '@sojourn/kernel';

/** Small shapes that the schema of `plugin.json` is made of. */

export const text: JsonObject = {
  type: 'object',
  description: 'Words in both languages.',
  properties: {
    en: { type: 'string', minLength: 1, maxLength: 500 },
    'zh-CN': { type: 'string', minLength: 1, maxLength: 500 },
  },
  required: ['en', 'zh-CN'],
  additionalProperties: false,
};

export const texts: JsonObject = { type: 'object', additionalProperties: text };

export const pointer: JsonObject = {
  type: 'string',
  pattern: '^(/[^/]+)+$',
  maxLength: 200,
  'x-hint': { en: 'a JSON pointer such as /arms', 'zh-CN': '形如 /arms 的 JSON 指针' },
};
export const pointers: JsonObject = { type: 'array', items: pointer, maxItems: 50 };

export const id: JsonObject = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  'x-hint': { en: '1 to 64 letters, digits, "_" or "-"', 'zh-CN': '1 至 64 个字母、数字、下划线或连字符' },
};

export const name: JsonObject = {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{0,62}$',
  'x-hint': { en: 'lower case letters, digits and "-"', 'zh-CN': '小写字母、数字或连字符' },
};

const when: JsonObject = {
  type: 'object',
  properties: {
    pointer,
    in: { type: 'array', minItems: 1, maxItems: 50, items: { type: ['string', 'number', 'boolean', 'null'] } },
    exists: { type: 'boolean' },
  },
  required: ['pointer'],
  minProperties: 2,
  maxProperties: 2,
  additionalProperties: false,
};
/** A condition on the config, or several that must all hold. */
export const whens: JsonObject = {
  if: { type: 'array' },
  then: { type: 'array', minItems: 1, maxItems: 20, items: when },
  else: when,
};

/** A closed object. */
export function shape(properties: JsonObject, required: readonly string[] = [], more: JsonObject = {}): JsonObject {
  return { type: 'object', ...more, properties, required, additionalProperties: false };
}

export function listOf(items: JsonObject, maxItems: number, minItems = 0): JsonObject {
  return { type: 'array', items, maxItems, ...(minItems > 0 && { minItems }), uniqueItems: true };
}

export function textOf(maxLength: number, more: JsonObject = {}): JsonObject {
  return { type: 'string', minLength: 1, maxLength, ...more };
}

export function whole(minimum: number, maximum: number, description: string): JsonObject {
  return { type: 'integer', minimum, maximum, description };
}
