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
/** Look-alikes: a reading that pads, folds, coerces or counts UTF-16 units takes one for another. */
const FAMILIES = [
  ['a', 'a ', ' a', 'A', 'á', 'a%', '_'],
  ['é', 'e\u0301', 'É', 'e'],
  ['😀', '\uffee', '\ue000', '\ud83d\ude01'],
  ['[]', '{}', 'true', 'null', '1', '1.0', ''],
  ['"', "'", '\\', '\\"', '?'],
];
/** Data may hold what conditions may not. */
const DATA_MOMENTS = ['2026-05-01\u0000', '2026-05-01\n', '2026-05-01T12:00Z\n', '2026-05-01T12:00:00\u0000Z'];
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
  0, -0, 1, -1, 2, 1.5, 0.1, 0.2, 0.3, 0.1 + 0.2, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 9007199254740991, 9007199254740992,
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

type Scalar = string | number | boolean;

const date = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .chain((moment) => fc.constantFrom(moment.toISOString(), moment.toISOString().slice(0, 10)));
const moment = fc.oneof({ arbitrary: fc.constantFrom(...MOMENTS), weight: 4 }, { arbitrary: date, weight: 1 });
const word = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 6 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 5 }).filter((value) => !value.includes('\0')), weight: 1 },
);
const amount = fc.oneof(
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 4 },
  { arbitrary: fc.integer({ min: -3, max: 3 }), weight: 3 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 1 },
);

/** The key `a` holds mostly text, `b` numbers, `d` moments, `l` lists, `o` an object; the others hold anything. */
const USUAL = ['a', 'a', 'b', 'b', 'd', 'l', 'o.a', 'o.b', 'l.0', 'l.length'];
const path = fc.oneof(
  { arbitrary: fc.constantFrom(...USUAL), weight: 8 },
  { arbitrary: fc.constantFrom(...KEYS), weight: 2 },
  {
    arbitrary: fc.tuple(fc.constantFrom(...KEYS, 'o', 'l'), fc.constantFrom(...KEYS)).map((pair) => pair.join('.')),
    weight: 1,
  },
);
const TYPES = ['order', 'order', 'order', 'Order', 'page view', '加购'];
const tag = fc.constantFrom('vip', 'VIP', 'a', 'é', '上海', '😀', '%', "it's", '?');

export interface Scene {
  readonly people: readonly Person[];
  readonly conditions: readonly Condition[];
}

/** Contacts, and conditions about them that share a few values, so that comparisons hold about as often as not. */
export function scene(conditionCount: number): fc.Arbitrary<Scene> {
  return fc
    .record({
      words: fc.oneof(fc.array(word, { minLength: 2, maxLength: 4 }), fc.constantFrom(...FAMILIES)),
      amounts: fc.array(amount, { minLength: 2, maxLength: 4 }),
      moments: fc.array(moment, { minLength: 2, maxLength: 4 }),
    })
    .chain(({ words, amounts, moments }) => {
      const shared = {
        word: often(fc.constantFrom(...words), word),
        amount: often(fc.constantFrom(...amounts), amount),
        moment: often(fc.constantFrom(...moments), moment),
      };
      const condition = conditionOver(shared);
      return fc.record({
        people: peopleOver(shared),
        conditions: fc.array(condition, { minLength: conditionCount, maxLength: conditionCount }),
      });
    });
}

interface Shared {
  readonly word: fc.Arbitrary<string>;
  readonly amount: fc.Arbitrary<number>;
  readonly moment: fc.Arbitrary<string>;
}

function often<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>, weight = 5): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight }, { arbitrary: other, weight: 1 });
}

function peopleOver(shared: Shared): fc.Arbitrary<Person[]> {
  const scalar: fc.Arbitrary<Json> = fc.oneof(
    { arbitrary: fc.oneof<fc.Arbitrary<Scalar>[]>(shared.word, shared.amount, shared.moment, fc.boolean()), weight: 8 },
    { arbitrary: fc.constantFrom<Json>(null, ...DATA_TEXTS), weight: 1 },
  );
  const entries = (value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
    fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
  const list: fc.Arbitrary<Json> = fc.array(
    fc.oneof({ arbitrary: scalar, weight: 6 }, fc.array(scalar, { maxLength: 2 }), entries(scalar)),
    { maxLength: 4 },
  );
  const anything = fc.oneof({ arbitrary: scalar, weight: 3 }, list, entries(fc.oneof(scalar, list, entries(scalar))));
  const usual = fc.record(
    {
      a: often<Json>(shared.word, anything),
      b: often<Json>(shared.amount, anything),
      d: often<Json>(often<Json>(shared.moment, fc.constantFrom(...DATA_MOMENTS)), anything),
      l: often<Json>(list, anything),
      o: often<Json>(
        fc.record({ a: often<Json>(shared.word, anything), b: often<Json>(shared.amount, anything) }),
        anything,
      ),
    },
    { requiredKeys: [] },
  );
  const properties = fc
    .tuple(entries(anything), usual)
    .map(([rare, common]): JsonObject => ({ ...rare, ...(common as JsonObject) }));
  const happening = fc.record({
    type: fc.constantFrom(...TYPES),
    occurredAt: fc.oneof(
      fc.constantFrom(NOW, NOW + 1, NOW - DAY, NOW - DAY + 1, NOW - 7 * DAY, NOW - 30 * DAY, NOW - 60_000),
      fc.integer({ min: NOW - 40 * DAY, max: NOW + DAY }),
    ),
    properties,
  });
  const person = fc.record({
    attributes: properties,
    tags: fc.uniqueArray(tag, { maxLength: 3 }),
    events: fc.array(happening, { maxLength: 7 }),
  });
  return fc.array(person, { minLength: 1, maxLength: 8 }).map((people) =>
    people.map(({ attributes, tags, events }, i) => ({
      id: i + 1,
      attributes: stored(attributes),
      tags,
      events: events
        .map((item, j): EventFact => ({ ...item, id: (i + 1) * 100 + j, properties: stored(item.properties) }))
        .sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id),
    })),
  );
}

const NUMERIC = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const;

/** Sound conditions without a question about the event at hand, up to three levels deep. */
function conditionOver(shared: Shared): fc.Arbitrary<Condition> {
  const scalar: fc.Arbitrary<Scalar> = fc.oneof<fc.Arbitrary<Scalar>[]>(shared.word, shared.amount, fc.boolean());
  /** A piece of a word, cut between code points. */
  const piece = fc
    .tuple(fc.oneof(shared.word, shared.word, shared.moment), fc.nat(3), fc.nat(3))
    .map(([whole, from, length]) =>
      [...whole].slice(from === 3 ? -length : from, from === 3 ? undefined : from + length).join(''),
    );
  const comparison: fc.Arbitrary<Comparison & { on?: string }> = fc.oneof<fc.Arbitrary<Comparison & { on?: string }>[]>(
    fc.record({ is: fc.constantFrom('eq', 'neq'), value: scalar }),
    fc.record({ is: fc.constantFrom(...NUMERIC), value: shared.word, on: fc.constant('a') }),
    fc.record({ is: fc.constantFrom(...NUMERIC), value: shared.amount, on: fc.constant('b') }),
    fc.record({ is: fc.constantFrom('gt', 'gte', 'lt', 'lte'), value: fc.oneof(shared.word, shared.amount) }),
    fc.record({ is: fc.constantFrom('in', 'notIn'), value: fc.array(scalar, { maxLength: 4 }) }),
    fc.record({
      is: fc.constantFrom('contains', 'notContains', 'startsWith', 'endsWith'),
      value: piece,
      on: fc.constant('a'),
    }),
    fc.record({ is: fc.constantFrom('contains', 'notContains'), value: shared.word, on: fc.constant('l') }),
    fc.record({ is: fc.constantFrom('before', 'after'), value: shared.moment, on: fc.constant('d') }),
    fc.record({ is: fc.constantFrom('exists', 'missing') }),
  );
  /** Mostly at the key that holds such values. */
  const at = fc.tuple(path, comparison, fc.nat(3)).map(([anywhere, { on, ...rest }, chance]) => ({
    path: on !== undefined && chance > 0 ? on : anywhere,
    ...rest,
  }));
  const payload = at.map((rest) => ({ op: 'payload' as const, ...rest }));
  const event = fc.record(
    {
      op: fc.constant('event' as const),
      event: fc.constantFrom(...TYPES),
      where: fc.array(payload, { maxLength: 2 }),
      within: fc.record({
        amount: fc.constantFrom(1, 2, 7, 30, 0.5),
        unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const, 'weeks' as const),
      }),
      aggregate: fc.constantFrom(...(['count', 'sum', 'min', 'max', 'average', 'distinct'] as const)),
      property: often(fc.constantFrom('b', 'b', 'a', 'd', 'o.b'), path),
      is: fc.constantFrom(...NUMERIC),
      value: fc.oneof(fc.integer({ min: -1, max: 4 }), shared.amount),
    },
    { requiredKeys: ['op', 'event', 'aggregate', 'property', 'is', 'value'] },
  );
  const leaf: fc.Arbitrary<Condition> = fc.oneof<fc.WeightedArbitrary<Condition>[]>(
    { arbitrary: at.map((rest) => ({ op: 'attribute' as const, ...rest })), weight: 5 },
    { arbitrary: fc.record({ op: fc.constant('tag'), tag, is: fc.constantFrom('present', 'absent') }), weight: 1 },
    { arbitrary: event, weight: 4 },
  );
  return fc
    .letrec<{ any: Condition }>((tie) => ({
      any: fc.oneof<fc.WeightedArbitrary<Condition>[]>(
        { arbitrary: leaf, weight: 5 },
        {
          arbitrary: fc.record({
            op: fc.constantFrom('all', 'any'),
            conditions: fc.array(tie('any'), { maxLength: 3 }),
          }),
          weight: 1,
        },
        { arbitrary: fc.record({ op: fc.constant('not'), condition: tie('any') }), weight: 1 },
      ),
    }))
    .any.filter((candidate) => checkCondition(candidate, '').length === 0);
}

/** As it comes back from a JSON column. */
function stored(object: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(object)) as JsonObject;
}
