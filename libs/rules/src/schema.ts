import type { JsonObject } from '@sojourn/kernel';
import { AGGREGATES, COMPARATORS, MAX_CONDITIONS, MAX_LIST, MAX_TEXT, NUMBER_COMPARATORS, SPAN_DAYS } from './check.js';
import { MAX_PATH } from './path.js';

const path: JsonObject = { type: 'string', minLength: 1, maxLength: MAX_PATH };
const name: JsonObject = { type: 'string', minLength: 1, maxLength: 191 };
const scalar: JsonObject = {
  anyOf: [{ type: 'string', maxLength: MAX_TEXT }, { type: 'number' }, { type: 'boolean' }],
};
const comparison: JsonObject = {
  path,
  is: { enum: [...COMPARATORS] },
  value: { anyOf: [scalar, { type: 'array', items: scalar, maxItems: MAX_LIST }] },
};

const object = (properties: JsonObject, required: readonly string[]): JsonObject => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/**
 * The JSON Schema of a condition (draft 7 and later read it alike): the shape that forms and editors need. Its
 * `$id` lets a node's config schema embed it whole. Which comparator takes which value, and the depth limit, `checkCondition` says in words.
 */
export const conditionSchema: JsonObject = {
  $id: 'https://sojourn.dev/schemas/condition.json',
  title: 'Condition',
  oneOf: [
    object(
      { op: { enum: ['all', 'any'] }, conditions: { type: 'array', items: { $ref: '#' }, maxItems: MAX_CONDITIONS } },
      ['op', 'conditions'],
    ),
    object({ op: { const: 'not' }, condition: { $ref: '#' } }, ['op', 'condition']),
    object({ op: { const: 'attribute' }, ...comparison }, ['op', 'path', 'is']),
    object({ op: { const: 'tag' }, tag: name, is: { enum: ['present', 'absent'] } }, ['op', 'tag', 'is']),
    object(
      {
        op: { const: 'event' },
        event: name,
        where: { type: 'array', items: { $ref: '#/$defs/payload' }, maxItems: MAX_CONDITIONS },
        within: object({ amount: { type: 'number', exclusiveMinimum: 0 }, unit: { enum: Object.keys(SPAN_DAYS) } }, [
          'amount',
          'unit',
        ]),
        aggregate: { enum: [...AGGREGATES] },
        property: path,
        is: { enum: [...NUMBER_COMPARATORS] },
        value: { type: 'number' },
      },
      ['op', 'event', 'aggregate', 'is', 'value'],
    ),
    { $ref: '#/$defs/payload' },
  ],
  $defs: { payload: object({ op: { const: 'payload' }, ...comparison }, ['op', 'path', 'is']) },
};
