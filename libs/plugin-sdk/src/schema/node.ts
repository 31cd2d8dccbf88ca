import type { JsonObject } from '@sojourn/kernel';
import { NODE_KINDS } from '../node-spec.js';
import { id, listOf, name, pointer, pointers, shape, text, texts, textOf, whens, whole } from './atoms.js';
import { CAPABILITY_KINDS } from '../capabilities/kinds.js';
import { readField, writeField } from './capabilities.js';
import { declarative } from './declarative.js';

const traits: JsonObject = {
  role: { enum: ['success', 'failure', 'timeout', 'skip'], description: 'What it means to leave this way.' },
  tone: { enum: ['good', 'bad', 'neutral'], description: 'How it looks on the canvas.' },
  when: { ...whens, description: 'Drawn only when all of these hold of the config.' },
  immediate: {
    if: { type: 'boolean' },
    else: whens,
    description: 'A run may leave this way without having waited (always, or when these hold), though the type waits.',
  },
};

const data: JsonObject = shape(
  {
    reads: { ...listOf(readField, 200), description: 'The fields that cross into the node, and no others.' },
    readsFromConfig: shape({
      attributes: { ...pointers, description: 'Where the config names attributes.' },
      conditions: { ...pointers, description: 'Where the config holds conditions; what they read is read.' },
      events: {
        type: 'array',
        maxItems: 50,
        description: 'Where the config names event types; with `withinAt`, only as far back as the span there says.',
        items: { if: { type: 'string' }, then: pointer, else: shape({ at: pointer, withinAt: pointer }, ['at', 'withinAt']) }, // prettier-ignore
      },
    }),
    narrowedAt: {
      ...pointer,
      description: 'Where the config holds a list of fields, only those of `reads` that it names cross.',
    },
    writes: { ...listOf(writeField, 200), description: 'What it may change of the contact.' },
    writesFromConfig: shape({ attributes: pointers, tags: pointers }),
  },
  ['reads'],
);

const effects: JsonObject = shape(
  {
    kind: { enum: ['none', 'contact', 'message', 'reward', 'external'], description: 'What changes by it.' },
    idempotency: {
      enum: ['pure', 'keyed', 'none'],
      description:
        '`pure`: nothing outside changes. `keyed`: the other side recognises a repetition by the key. `none`: it does not.',
    },
    header: {
      type: 'string',
      pattern: '^[A-Za-z0-9-]{1,100}$',
      description: 'Carries the key when `keyed`; Idempotency-Key when absent.',
    },
    onAmbiguous: {
      enum: ['prefer-duplicate', 'prefer-miss'],
      description: 'What happens to a call that broke off midway; prefer-miss when absent.',
    },
    dryRun: {
      enum: ['run', 'outcome', 'preview'],
      description: 'In a rehearsal: run it, leave by dryOutcome, or ask preview.',
    },
    dryOutcome: { ...id, description: 'The outcome a rehearsal leaves by.' },
  },
  ['kind', 'idempotency', 'dryRun'],
);

/** One node type of a plugin. */
export const node: JsonObject = shape(
  {
    type: { ...name, description: 'Within the plugin; on a canvas it is <plugin id>/<type>.' },
    typeVersion: whole(1, 1_000, 'Raised when a config of before must be migrated.'),
    kind: { enum: [...NODE_KINDS], description: 'What it is for; each kind has rules of its own.' },
    category: {
      enum: ['flow', 'audience', 'message', 'incentive', 'data', 'developer'],
      description: 'Where the palette lists it.',
    },
    title: { ...text, description: 'What it is called in the palette and on its card.' },
    description: { ...text, description: 'What it does, in a sentence; the palette shows it.' },
    icon: {
      type: 'string',
      description: 'An outlined icon of @ant-design/icons.',
      pattern: '^[A-Z][A-Za-z0-9]*Outlined$',
      'x-hint': { en: 'an outlined icon such as ClockCircleOutlined', 'zh-CN': '形如 ClockCircleOutlined 的线框图标' },
    },
    inputs: { enum: [0, 1], description: 'Ways in: 1, or 0 for a trigger.' },
    waits: {
      type: 'boolean',
      description:
        'Whether a run can stand here for a time its config decides. A circle on the canvas must pass such a node.',
    },
    summary: { ...text, description: 'The line on its card; `{/pointer}` is replaced by words for the config there.' },
    summaries: {
      description: 'The first whose `when` holds is shown instead of the summary.',
      type: 'array',
      maxItems: 20,
      items: shape({ when: whens, text }, ['when', 'text']),
    },
    config: {
      type: 'object',
      properties: { type: { const: 'object' } },
      required: ['type'],
      description: 'JSON Schema of the config, an object: `{ "type": "object", "properties": { ... } }`.',
    },
    defaults: { type: 'object', description: 'Config of a freshly dropped node; meets the schema.' },
    defaultTexts: { ...texts, description: 'Pointer into `defaults` to the same default in both languages.' },
    outcomes: {
      description: 'Ways out with ids that stay.',
      type: 'array',
      maxItems: 30,
      items: shape({ id, label: text, ...traits }, ['id', 'label']),
    },
    dynamicOutcomes: {
      description:
        'One way out for each item of a list in the config; `id` and `label` name the properties of an item.',
      type: 'array',
      maxItems: 5,
      items: shape({ each: pointer, id: textOf(64), label: textOf(64), ...traits }, ['each', 'id', 'label']),
    },
    data,
    effects,
    batch: shape({ max: whole(1, 1_000, 'Items at most.'), groupBy: { enum: ['config', 'contact'] } }),
    budgets: shape({
      cpuMs: whole(1, 5_000, 'CPU milliseconds of one batch.'),
      memoryMb: whole(8, 128, 'MiB.'),
      callsPerItem: whole(1, 20, 'HTTP calls for each item.'),
      wallMs: whole(10, 60_000, 'Milliseconds on the wall, waiting included.'),
    }),
    reasons: {
      type: 'object',
      propertyNames: id,
      additionalProperties: text,
      description: 'Words for every `why.code`, with {param} holes.',
    },
    errors: { ...listOf(id, 100), description: 'Codes of `reasons` that say that something went wrong.' },
    uses: {
      ...listOf({ enum: CAPABILITY_KINDS }, 10),
      description:
        'Which of `capabilities` it needs beside reading and writing contacts. With http or kv it is called after the commit.',
    },
    hooks: {
      ...listOf({ enum: ['options', 'validate', 'preview', 'estimate', 'migrate', 'poll', 'receive'] }, 7),
      description: 'Which optional functions the bundle has for this node.',
    },
    declarative: {
      ...declarative,
      description: 'A node without code: one request for each item, and a table from answer to outcome.',
    },
  },
  [
    'type',
    'typeVersion',
    'kind',
    'category',
    'title',
    'description',
    'icon',
    'inputs',
    'waits',
    'summary',
    'config',
    'defaults',
    'outcomes',
    'data',
    'effects',
    'reasons',
  ],
);
