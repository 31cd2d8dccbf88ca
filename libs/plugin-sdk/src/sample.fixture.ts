import { nodeManifestOf } from './node-manifests.js';
import type { NodeSpec } from './node-spec.js';
import type { PluginManifest } from './plugin-manifest.js';

/** A small node for the specs of this room: two kinds of ways out, reads of every kind, a text in both languages each. */
export const sampleNode: NodeSpec = {
  type: 'sample',
  typeVersion: 1,
  kind: 'split',
  inputs: 1,
  title: { en: 'Sample', 'zh-CN': '示例' },
  description: { en: 'Shows what a manifest can say.', 'zh-CN': '演示清单的写法。' },
  category: 'flow',
  icon: 'StarOutlined',
  waits: true,
  summary: { en: 'For {/arms/*/label}, {/mode}', 'zh-CN': '面向 {/arms/*/label}，{/mode}' },
  summaries: [
    {
      when: [
        { pointer: '/span', exists: true },
        { pointer: '/mode', in: ['slow'] },
      ],
      text: { en: 'Within {/span}: {/arms/0/when}', 'zh-CN': '{/span} 内：{/arms/0/when}' },
    },
  ],
  config: {
    type: 'object',
    properties: {
      arms: {
        type: 'array',
        title: 'Arms',
        'x-zh-CN': { title: '分组' },
        items: {
          type: 'object',
          properties: {
            id: { type: 'string', title: 'Id', 'x-widget': 'id', 'x-zh-CN': { title: '标识' } },
            label: { type: 'string', minLength: 1, title: 'Name', 'x-zh-CN': { title: '名称' } },
            event: { type: 'string', title: 'Event', 'x-zh-CN': { title: '事件' } },
            when: {
              type: 'object',
              title: 'Condition',
              description: 'Who',
              'x-zh-CN': { title: '条件', description: '对象' },
            },
          },
          required: ['id'],
          additionalProperties: false,
        },
      },
      mode: {
        enum: ['fast', 'slow'],
        title: 'Pace',
        'x-enumNames': ['at once', 'with patience'],
        'x-zh-CN': { title: '节奏', enumNames: ['立即', '从容'] },
      },
      field: { type: 'string', title: 'Attribute', 'x-zh-CN': { title: '属性' } },
      span: {
        type: 'object',
        title: 'Span',
        'x-zh-CN': { title: '时长' },
        properties: {
          amount: { type: 'integer', title: 'Amount', 'x-zh-CN': { title: '数量' } },
          unit: {
            enum: ['hours', 'days'],
            title: 'Unit',
            'x-enumNames': ['hours', 'days'],
            'x-zh-CN': { title: '单位', enumNames: ['小时', '天'] },
          },
        },
      },
    },
    required: ['arms', 'mode'],
    additionalProperties: false,
  },
  defaults: { arms: [{ id: 'a', label: 'A' }], mode: 'fast' },
  defaultTexts: { '/arms/0/label': { en: 'Arm A', 'zh-CN': 'A 组' } },
  outcomes: [
    { id: 'else', label: { en: 'Else', 'zh-CN': '其他' }, when: { pointer: '/mode', in: ['slow'] }, immediate: true },
  ],
  dynamicOutcomes: [
    { each: '/arms', id: 'id', label: 'label', tone: 'good', immediate: { pointer: '/span', exists: true } },
  ],
  data: {
    reads: ['timeZone', 'event', 'attributes.city'],
    readsFromConfig: {
      attributes: ['/field'],
      conditions: ['/arms/*/when'],
      events: [{ at: '/arms/*/event', withinAt: '/span' }],
    },
  },
  effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
  reasons: { went: { en: 'Went by {way}', 'zh-CN': '走向 {way}' } },
};

export const samplePlugin: PluginManifest = {
  id: 'sojourn.sample',
  version: '1.0.0',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  title: sampleNode.title,
  description: sampleNode.description,
  main: 'dist/plugin.js',
  locales: ['en', 'zh-CN'],
  capabilities: [
    {
      kind: 'contacts.read',
      fields: ['timeZone', 'event', 'attributes.*', 'tags', 'events.*'],
      reason: { en: 'To choose the arm.', 'zh-CN': '用于选择分组。' },
    },
  ],
  nodes: [sampleNode],
};

/** The flat manifest of the sample node. */
export const sample = nodeManifestOf(samplePlugin, 'sample');
