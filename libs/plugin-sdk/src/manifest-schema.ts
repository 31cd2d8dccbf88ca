import type { JsonObject } from '@sojourn/kernel';

const text: JsonObject = {
  type: 'object',
  properties: {
    en: { type: 'string', minLength: 1, maxLength: 500 },
    'zh-CN': { type: 'string', minLength: 1, maxLength: 500 },
  },
  required: ['en', 'zh-CN'],
  additionalProperties: false,
};
const pointer: JsonObject = {
  type: 'string',
  pattern: '^(/[^/]+)+$',
  maxLength: 200,
  'x-hint': { en: 'a JSON pointer such as /arms', 'zh-CN': '形如 /arms 的 JSON 指针' },
};
const id: JsonObject = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  'x-hint': { en: '1 to 64 letters, digits, "_" or "-"', 'zh-CN': '1 至 64 个字母、数字、下划线或连字符' },
};
const when: JsonObject = {
  type: 'object',
  properties: {
    pointer,
    in: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean', 'null'] } },
    exists: { type: 'boolean' },
  },
  required: ['pointer'],
  minProperties: 2,
  maxProperties: 2,
  additionalProperties: false,
};
const whens: JsonObject = { if: { type: 'array' }, then: { type: 'array', minItems: 1, items: when }, else: when };
const traits: JsonObject = {
  role: { enum: ['success', 'failure', 'timeout', 'skip'] },
  tone: { enum: ['good', 'bad', 'neutral'] },
  when: whens,
  immediate: { if: { type: 'boolean' }, else: whens },
};
const pointers: JsonObject = { type: 'array', items: pointer, maxItems: 50 };

/** JSON Schema of `plugin.json`. */
export const manifestSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sojourn plugin manifest',
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    plugin: { type: 'object' },
    kind: { type: 'string' },
    name: {
      type: 'string',
      pattern: '^([a-z][a-z0-9-]{0,38}\\.[a-z][a-z0-9-]{0,62}/)?[a-z][a-z0-9-]{0,62}$',
      'x-hint': { en: 'lower case letters, digits and "-"', 'zh-CN': '小写字母、数字或连字符' },
    },
    version: {
      type: 'string',
      pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$',
      'x-hint': { en: 'a version such as 1.0.0', 'zh-CN': '形如 1.0.0 的版本号' },
    },
    title: text,
    description: text,
    category: { enum: ['flow', 'audience', 'message', 'incentive', 'data', 'developer'] },
    icon: {
      type: 'string',
      pattern: '^[A-Z][A-Za-z0-9]*Outlined$',
      'x-hint': { en: 'an outlined icon such as ClockCircleOutlined', 'zh-CN': '形如 ClockCircleOutlined 的线框图标' },
    },
    waits: { type: 'boolean' },
    summary: text,
    summaries: {
      type: 'array',
      maxItems: 20,
      items: {
        type: 'object',
        properties: { when: whens, text },
        required: ['when', 'text'],
        additionalProperties: false,
      },
    },
    config: { type: 'object' },
    defaults: { type: 'object' },
    defaultTexts: { type: 'object', additionalProperties: text },
    outcomes: {
      type: 'array',
      maxItems: 30,
      items: {
        if: { type: 'object', required: ['each'] },
        then: {
          type: 'object',
          properties: {
            each: pointer,
            id: { type: 'string', minLength: 1 },
            label: { type: 'string', minLength: 1 },
            ...traits,
          },
          required: ['each', 'id', 'label'],
          additionalProperties: false,
        },
        else: {
          type: 'object',
          properties: { id, label: text, ...traits },
          required: ['id', 'label'],
          additionalProperties: false,
        },
      },
    },
    reads: {
      type: 'object',
      properties: {
        identities: { type: 'array' },
        variables: {},
        event: { type: 'boolean' },
        events: { type: 'array' },
        attributes: {
          if: { type: 'string' },
          then: { const: 'all' },
          else: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 200 },
        },
        tags: { type: 'boolean' },
        attributesAt: pointers,
        conditionsAt: pointers,
        eventsAt: {
          type: 'array',
          maxItems: 50,
          items: {
            if: { type: 'string' },
            then: pointer,
            else: {
              type: 'object',
              properties: { at: pointer, withinAt: pointer },
              required: ['at', 'withinAt'],
              additionalProperties: false,
            },
          },
        },
      },
      additionalProperties: false,
    },
    reasons: { type: 'object', propertyNames: id, additionalProperties: text },
    permissions: {
      type: 'array',
      maxItems: 20,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[a-z][a-z0-9.-]{0,62}$' },
    },
  },
  required: [
    'name',
    'version',
    'title',
    'description',
    'category',
    'icon',
    'waits',
    'summary',
    'config',
    'defaults',
    'outcomes',
    'reads',
    'reasons',
    'permissions',
  ],
  additionalProperties: false,
};
