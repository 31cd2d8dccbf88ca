import type { JsonObject } from '@sojourn/kernel';
import { SCHEMA_VERSION } from './document.js';
import { PLUGIN_ID, PLUGIN_TYPE } from './plugin-pin.js';

/** What one drawing may hold. */
export const LIMITS = { nodes: 1_000, edges: 2_000, entryRules: 20, exits: 20, name: 120, description: 2_000 } as const;

const id = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', 'x-hint': idHint() };
const name = {
  type: 'string',
  minLength: 1,
  maxLength: LIMITS.name,
  pattern: '\\S',
  'x-hint': { en: 'more than blanks', 'zh-CN': '非空白文字' },
};
const event = { type: 'string', minLength: 1, maxLength: 191, ...titled('Event', '事件') };
/** Read by the rules room, which knows more than a schema could say. */
const condition = { type: 'object', ...titled('Condition', '条件') };
const time = {
  type: 'string',
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  'x-hint': { en: 'a time such as 09:00', 'zh-CN': '形如 09:00 的时间' },
};
const zone = { type: 'string', minLength: 1, maxLength: 64, ...titled('Time zone', '时区') };
const point = closed({
  x: { type: 'number', minimum: -1e6, maximum: 1e6 },
  y: { type: 'number', minimum: -1e6, maximum: 1e6 },
});

const reentry = variants('mode', titled('Re-entry', '再次进入'), {
  once: closed({ mode: { const: 'once' } }),
  afterExit: closed({ mode: { const: 'afterExit' } }),
  always: closed({ mode: { const: 'always' } }),
  atMostEvery: closed({
    mode: { const: 'atMostEvery' },
    days: { type: 'integer', minimum: 1, maximum: 3_660, ...titled('Days', '天数') },
  }),
});

const entryRule = variants('kind', titled('Entry rule', '进入规则'), {
  event: closed(
    {
      id,
      kind: { const: 'event' },
      event,
      filter: condition,
      occurrence: { enum: ['first', 'every'], ...titled('Occurrence', '触发次数') },
      keyBy: { type: 'string', minLength: 1, maxLength: 191, ...titled('Separate runs by', '按字段区分') },
    },
    ['id', 'kind', 'event'],
  ),
  segment: closed({ id, kind: { const: 'segment' }, condition, includeCurrent: { type: 'boolean' } }, [
    'id',
    'kind',
    'condition',
  ]),
  api: closed({ id, kind: { const: 'api' } }),
  schedule: closed(
    {
      id,
      kind: { const: 'schedule' },
      rrule: { type: 'string', minLength: 1, maxLength: 500, ...titled('Repetition', '重复规则') },
      start: {
        type: 'string',
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?$',
        'x-hint': { en: 'a local date and time such as 2026-12-01T09:00', 'zh-CN': '形如 2026-12-01T09:00 的本地时间' },
        ...titled('First time', '首次时间'),
      },
      timeZone: zone,
      audience: condition,
    },
    ['id', 'kind', 'rrule', 'start', 'timeZone'],
  ),
  date: closed(
    {
      id,
      kind: { const: 'date' },
      attribute: { type: 'string', minLength: 1, maxLength: 191, ...titled('Date attribute', '日期属性') },
      offsetDays: { type: 'integer', minimum: -3_660, maximum: 3_660, ...titled('Offset in days', '偏移天数') },
      at: { ...time, ...titled('Time of day', '时刻') },
      yearly: { type: 'boolean', ...titled('Every year', '每年重复') },
      filter: condition,
    },
    ['id', 'kind', 'attribute', 'offsetDays', 'at', 'yearly'],
  ),
});

const exitRule = closed({
  id,
  name: { ...name, ...titled('Name of the exit', '退出规则名称') },
  goal: { type: 'boolean' },
  when: variants('kind', titled('When', '触发条件'), {
    event: closed({ kind: { const: 'event' }, event, filter: condition }, ['kind', 'event']),
    condition: closed({ kind: { const: 'condition' }, condition }),
  }),
});

const node = closed(
  {
    id,
    type: { type: 'string', minLength: 1, maxLength: 191, ...titled('Type', '节点类型') },
    title: { type: 'string', maxLength: 120, ...titled('Title', '标题') },
    config: { type: 'object', ...titled('Configuration', '配置') },
    position: point,
    whenUnavailable: { enum: ['park', 'failure'], ...titled('When the plugin is unavailable', '插件不可用时') },
  },
  ['id', 'type', 'config', 'position'],
);

const pin = closed({
  plugin: {
    type: 'string',
    pattern: PLUGIN_ID.source,
    'x-hint': { en: 'a plugin such as acme.weather', 'zh-CN': '形如 acme.weather 的插件标识' },
    ...titled('Plugin', '插件'),
  },
  version: {
    type: 'string',
    maxLength: 64,
    pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$',
    'x-hint': { en: 'a version such as 1.0.0', 'zh-CN': '形如 1.0.0 的版本号' },
    ...titled('Version', '版本'),
  },
  hash: {
    type: 'string',
    maxLength: 70,
    pattern: '^([0-9a-f]{64}|dev:.+)$',
    'x-hint': { en: 'a SHA-256 in hexadecimal', 'zh-CN': '十六进制的 SHA-256' },
    ...titled('Hash', '哈希'),
  },
});
const pins = {
  type: 'object',
  maxProperties: LIMITS.nodes,
  propertyNames: { pattern: PLUGIN_TYPE.source },
  additionalProperties: pin,
  ...titled('Plugins', '插件'),
};

const edge = closed({
  id,
  from: closed({
    node: { type: 'string', minLength: 1, maxLength: 64 },
    outcome: { type: 'string', minLength: 1, maxLength: 64 },
  }),
  to: { type: 'string', minLength: 1, maxLength: 64 },
});

/** The file format of a journey, as JSON Schema (draft 2020-12). What it cannot say, `validate` does. */
export const documentSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sojourn journey',
  ...closed(
    {
      schemaVersion: { const: SCHEMA_VERSION },
      name: { ...name, ...titled('Name of the journey', '旅程名称') },
      description: { type: 'string', maxLength: LIMITS.description, ...titled('Description', '说明') },
      timeZone: zone,
      entry: closed({
        position: point,
        rules: { type: 'array', maxItems: LIMITS.entryRules, items: entryRule, ...titled('Entry rules', '进入规则') },
        reentry,
      }),
      exits: { type: 'array', maxItems: LIMITS.exits, items: exitRule, ...titled('Exit rules', '退出规则') },
      nodes: { type: 'array', maxItems: LIMITS.nodes, items: node, ...titled('Nodes', '节点') },
      edges: { type: 'array', maxItems: LIMITS.edges, items: edge, ...titled('Edges', '连线') },
      plugins: pins,
    },
    ['schemaVersion', 'name', 'entry', 'exits', 'nodes', 'edges'],
  ),
};

function closed(properties: JsonObject, required: readonly string[] = Object.keys(properties)): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}

function variants(tag: string, words: JsonObject, byTag: { readonly [value: string]: JsonObject }): JsonObject {
  return {
    type: 'object',
    ...words,
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: Object.values(byTag),
  };
}

function titled(en: string, zh: string): JsonObject {
  return { title: en, 'x-zh-CN': { title: zh } };
}

function idHint(): JsonObject {
  return { en: '1 to 64 letters, digits, "_" or "-"', 'zh-CN': '1 至 64 个字母、数字、下划线或连字符' };
}
