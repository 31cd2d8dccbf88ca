import type { JsonObject } from '@sojourn/kernel';
import { NODE_KINDS } from '../plugin-manifest.js';
import { id, listOf, name, pointer, pointers, shape, text, texts, textOf, whens, whole } from './atoms.js';
import { CAPABILITY_KINDS, readField, writeField } from './capabilities.js';
import { declarative } from './declarative.js';

const traits: JsonObject = {
  role: { enum: ['success', 'failure', 'timeout', 'skip'] },
  tone: { enum: ['good', 'bad', 'neutral'] },
  when: whens,
  immediate: { if: { type: 'boolean' }, else: whens },
};

const data: JsonObject = shape(
  {
    reads: { ...listOf(readField, 200), description: 'The fields that cross into the node, and no others.' },
    readsFromConfig: shape({
      attributes: pointers,
      conditions: pointers,
      events: {
        type: 'array',
        maxItems: 50,
        items: { if: { type: 'string' }, then: pointer, else: shape({ at: pointer, withinAt: pointer }, ['at', 'withinAt']) }, // prettier-ignore
      },
    }),
    narrowedAt: {
      ...pointer,
      description: 'Where the config holds a list of fields, only those of `reads` that it names cross.',
    },
    writes: listOf(writeField, 200),
    writesFromConfig: shape({ attributes: pointers, tags: pointers }),
  },
  ['reads'],
);

const effects: JsonObject = shape(
  {
    kind: { enum: ['none', 'contact', 'message', 'reward', 'external'] },
    idempotency: { enum: ['pure', 'keyed', 'none'] },
    header: { type: 'string', pattern: '^[A-Za-z0-9-]{1,100}$' },
    onAmbiguous: { enum: ['prefer-duplicate', 'prefer-miss'] },
    dryRun: { enum: ['run', 'outcome', 'preview'] },
    dryOutcome: id,
  },
  ['kind', 'idempotency', 'dryRun'],
);

/** One node type of a plugin. */
export const node: JsonObject = shape(
  {
    type: name,
    typeVersion: whole(1, 1_000, 'Raised when a config of before must be migrated.'),
    kind: { enum: [...NODE_KINDS] },
    category: { enum: ['flow', 'audience', 'message', 'incentive', 'data', 'developer'] },
    title: text,
    description: text,
    icon: {
      type: 'string',
      pattern: '^[A-Z][A-Za-z0-9]*Outlined$',
      'x-hint': { en: 'an outlined icon such as ClockCircleOutlined', 'zh-CN': '形如 ClockCircleOutlined 的线框图标' },
    },
    inputs: { enum: [0, 1] },
    waits: { type: 'boolean' },
    summary: text,
    summaries: { type: 'array', maxItems: 20, items: shape({ when: whens, text }, ['when', 'text']) },
    config: { type: 'object', description: 'JSON Schema of the config.' },
    defaults: { type: 'object' },
    defaultTexts: texts,
    outcomes: { type: 'array', maxItems: 30, items: shape({ id, label: text, ...traits }, ['id', 'label']) },
    dynamicOutcomes: {
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
    reasons: { type: 'object', propertyNames: id, additionalProperties: text },
    errors: listOf(id, 100),
    uses: listOf({ enum: CAPABILITY_KINDS }, 10),
    hooks: listOf({ enum: ['options', 'validate', 'preview', 'estimate', 'migrate', 'poll', 'receive'] }, 7),
    declarative,
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
