import fc from 'fast-check';
import type { Json, JsonObject } from '@sojourn/kernel';
import { checkCondition, type Comparison, type Condition, type EventFact } from '@sojourn/rules';
import type { Person } from './stores.js';

export const NOW = Date.UTC(2026, 4, 1, 12);
const DAY = 86_400_000;

/** Few values that meet often, and each a trap: padding, case, wildcards, planes, escapes, look-alikes of other types. */
const TEXTS = [
  '', ' ', 'a', 'A', 'a ', ' a', 'ab', 'abc', 'b', 'é', 'e\u0301', 'ß', '%', '_', 'a%', '\\', '"', "'", '?', ':id', '$', '`',
  '1', '1.0', '0', '-1', 'true', 'false', 'null', 'NaN', '[]', '{}', '上海', '上', '😀', '😀😀', '\uffee', '\ue000', '\ud83d\ude01',
  'a\nb', '\n', '\t', 'İ', 'i', 'K', 'k', '\u200b', '\u202e', 'vip', 'VIP', 'x'.repeat(40),
]; // prettier-ignore
/** Data may hold what conditions may not. */
const DATA_TEXTS = ['a\u0000b', '\u0000', 'a\u0000', '2026-05-01\u0000', '2026-05-01\n', 'x'.repeat(3000)];
const MOMENTS = [
  '2026-05-01', '2026-04-30', '2026-02-29', '2024-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-05-01T12:00',
  '2026-05-01T12:00:00', '2026-05-01T12:00:00Z', '2026-05-01T12:00:00.000Z', '2026-05-01T20:00:00+08:00', '2026-05-01 12:00:00',
  '2026-05-01T12:00:00.1Z', '2026-05-01T12:00:00.1', '2026-05-01T12:00:00.1234567+00:00', '2026-05-01T12:00:00.1234567890Z',
  '2026-05-01T12:00-05:30', '2026-05-01T24:00', '2026-05-01T23:59:60Z', '2026-05-01T12:00z', '2026-05-01t12:00Z', '2026-05-01Z',
  '2026-05-01T12:00+24:00', '2026-05-01T12:00+08', '2026-5-1', '0999-01-01', '1000-01-01', '9999-12-31T23:59:59.999Z', 'now',
  '2026-05-01T12:00:00+00:00', '2026-05-01T', '2026-05-01T12', '2026-05-01T12:00:', '2026-05-01T12:00:00.', ' 2026-05-01', '1900-02-29',
  '2000-02-29', '2026-05-01T12:00:00.Z', '2026-05-01T12:00:0Z', '20260501', '2026-05-01T12:00:00 +08:00', '1969-12-31T23:59:59Z',
]; // prettier-ignore
const NUMBERS = [
  0, -0, 1, -1, 2, 1.5, 0.1, 0.2, 0.3, 0.1 + 0.2, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 9007199254740991, 9007199254740993,
  2 ** 62, 2 ** 63, 2 ** 64, -(2 ** 63), 19.99, 99.95, 1e12, 1e12 + 1, -2.5, 33.333333333,
]; // prettier-ignore
const KEYS = [
  'a',
  'b',
  'A',
  'city',
  'k 1',
  '上',
  '😀',
  "it's",
  '?',
  '*',
  '[0]',
  '$',
  '1',
  'null',
  '__proto__',
  'a%',
  ':a',
  '@x',
  '#',
];

const date = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .chain((moment) => fc.constantFrom(moment.toISOString(), moment.toISOString().slice(0, 10)));
const text = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 6 },
  { arbitrary: fc.constantFrom(...MOMENTS), weight: 3 },
  { arbitrary: date, weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 5 }).filter((value) => !value.includes('\0')), weight: 1 },
);
const number = fc.oneof(
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 4 },
  { arbitrary: fc.integer({ min: -3, max: 3 }), weight: 3 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 1 },
);
const scalar = fc.oneof(text, number, fc.boolean());
const dataScalar: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: scalar as fc.Arbitrary<Json>, weight: 8 },
  { arbitrary: fc.constantFrom<Json>(null, ...DATA_TEXTS), weight: 1 },
);
const key = fc.constantFrom(...KEYS);
const entries = (value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.array(fc.tuple(key, value), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs));
const value: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: dataScalar, weight: 6 },
  {
    arbitrary: fc.array(fc.oneof(dataScalar, fc.array(dataScalar, { maxLength: 2 }), entries(dataScalar)), {
      maxLength: 4,
    }),
    weight: 2,
  },
  { arbitrary: entries(fc.oneof(dataScalar, entries(dataScalar), fc.array(dataScalar, { maxLength: 3 }))), weight: 2 },
);
const path = fc
  .array(key, { minLength: 1, maxLength: 3 })
  .map((segments) => segments.slice(0, 1 + (segments.length > 1 ? 1 : 0)).join('.'));

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ is: fc.constantFrom('eq' as const, 'neq' as const), value: scalar }),
  fc.record({
    is: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    value: fc.oneof(text, number),
  }),
  fc.record({ is: fc.constantFrom('in' as const, 'notIn' as const), value: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({
    is: fc.constantFrom('contains' as const, 'notContains' as const, 'startsWith' as const, 'endsWith' as const),
    value: text,
  }),
  fc.record({
    is: fc.constantFrom('before' as const, 'after' as const),
    value: fc.oneof(fc.constantFrom(...MOMENTS), date),
  }),
  fc.record({ is: fc.constantFrom('exists' as const, 'missing' as const) }),
);

const TYPES = ['order', 'Order', 'page view', '加购'];
const tag = fc.constantFrom('vip', 'VIP', 'a', 'é', '上海', '😀', '%', "it's", '?');
const payload = fc
  .record({ path, comparison })
  .map(({ path: at, comparison: rest }) => ({ op: 'payload' as const, path: at, ...rest }));
const span = fc.record({
  amount: fc.constantFrom(1, 2, 7, 30, 0.5),
  unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const, 'weeks' as const),
});
const event = fc.record(
  {
    op: fc.constant('event' as const),
    event: fc.constantFrom(...TYPES),
    where: fc.array(payload, { maxLength: 2 }),
    within: span,
    aggregate: fc.constantFrom(
      'count' as const,
      'sum' as const,
      'min' as const,
      'max' as const,
      'average' as const,
      'distinct' as const,
    ),
    property: path,
    is: fc.constantFrom('eq' as const, 'neq' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    value: fc.oneof(fc.integer({ min: -1, max: 4 }), number),
  },
  { requiredKeys: ['op', 'event', 'aggregate', 'property', 'is', 'value'] },
);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  {
    arbitrary: fc
      .record({ path, comparison })
      .map(({ path: at, comparison: rest }) => ({ op: 'attribute' as const, path: at, ...rest })),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      op: fc.constant('tag' as const),
      tag,
      is: fc.constantFrom('present' as const, 'absent' as const),
    }),
    weight: 1,
  },
  { arbitrary: event, weight: 4 },
);

/** Sound conditions without a question about the event at hand, up to three levels deep. */
export const condition: fc.Arbitrary<Condition> = fc
  .letrec<{ any: Condition }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { arbitrary: leaf, weight: 5 },
      {
        arbitrary: fc.record({
          op: fc.constantFrom('all' as const, 'any' as const),
          conditions: fc.array(tie('any'), { maxLength: 3 }),
        }),
        weight: 1,
      },
      { arbitrary: fc.record({ op: fc.constant('not' as const), condition: tie('any') }), weight: 1 },
    ),
  }))
  .any.filter((candidate) => checkCondition(candidate, '').length === 0);

const happening = fc.record({
  type: fc.constantFrom(...TYPES),
  occurredAt: fc.oneof(
    fc.constantFrom(NOW, NOW + 1, NOW - DAY, NOW - DAY + 1, NOW - 7 * DAY, NOW - 30 * DAY, NOW - 60_000),
    fc.integer({ min: NOW - 40 * DAY, max: NOW + DAY }),
  ),
  properties: entries(value),
});

/** A handful of contacts with attributes, tags and events, oldest first. */
export const world: fc.Arbitrary<Person[]> = fc
  .array(
    fc.record({
      attributes: entries(value),
      tags: fc.uniqueArray(tag, { maxLength: 3 }),
      events: fc.array(happening, { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((people) =>
    people.map(({ attributes, tags, events }, i) => ({
      id: i + 1,
      attributes: stored(attributes),
      tags,
      events: events
        .map((item, j): EventFact => ({ ...item, id: (i + 1) * 100 + j, properties: stored(item.properties) }))
        .sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id),
    })),
  );

/** As it comes back from a JSON column. */
function stored(object: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(object)) as JsonObject;
}
