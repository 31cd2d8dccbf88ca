import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { conditionSchema, type Condition } from '@sojourn/rules';

/** The part of Ajv used here. */
type Validator = new (options?: object) => { compile(schema: object): (value: unknown) => boolean };

/** The validator that journeys are checked with: the root's own is an older one, of ESLint. */
const { Ajv2020 } = createRequire(new URL('../../libs/journey/package.json', import.meta.url))('ajv/dist/2020.js') as {
  Ajv2020: Validator;
};

const tag: Condition = { op: 'tag', tag: 'vip', is: 'present' };
const SOUND: readonly Condition[] = [
  { op: 'all', conditions: [] },
  { op: 'any', conditions: [tag, { op: 'not', condition: tag }] },
  { op: 'attribute', path: 'address.city', is: 'in', value: ['上海', 1, true] },
  { op: 'attribute', path: "it's 😀", is: 'exists' },
  { op: 'payload', path: 'amount', is: 'gte', value: 100 },
  { op: 'attribute', path: 'born', is: 'before', value: '2026-05-01T09:00:00+08:00' },
  {
    op: 'event', event: 'order', aggregate: 'sum', property: 'amount', is: 'gte', value: 1000,
    within: { amount: 30, unit: 'days' }, where: [{ op: 'payload', path: 'paid', is: 'eq', value: true }],
  },
]; // prettier-ignore

describe('conditionSchema', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(conditionSchema);

  it.each(SOUND)('takes %j', (condition) => {
    expect(validate(condition)).toBe(true);
  });

  it.each([
    {},
    { op: 'sql' },
    { op: 'tag', tag: 'x' },
    { op: 'not' },
    { op: 'all', conditions: [{}] },
    { ...tag, extra: 1 },
  ])('refuses %j', (condition) => {
    expect(validate(condition)).toBe(false);
  });

  it('can be embedded in another schema', () => {
    const config = { type: 'object', properties: { condition: conditionSchema } };
    const embedded = new Ajv2020().compile(config);
    expect(embedded({ condition: { op: 'not', condition: tag } })).toBe(true);
    expect(embedded({ condition: { op: 'not', condition: 7 } })).toBe(false);
  });
});
