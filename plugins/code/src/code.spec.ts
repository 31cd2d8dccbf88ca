import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import type { Answer } from '@sojourn/plugin-sdk/engine';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const code = driver(manifest, node);
const config = { ...manifest.defaults, source: 'return { outcome: "high" }' };
const answered = (answer: object) =>
  code.one(config, visit().wokenByAnswer({ kind: 'script.run', ...answer } as Answer));
const returned = (value: unknown) => answered({ status: 'ok', value });

it('has a manifest in both languages', () => expect(checkPluginManifest(plugin)).toEqual([]));

it('brings a script that compiles, and types for the editor', () => {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  expect(() => new AsyncFunction('contact', 'context', 'log', String(manifest.defaults['source']))).not.toThrow();
  expect(JSON.stringify(manifest.config)).toContain('type Script = ');
});

it('hands the script the contact, the event, the variables and the moment, and its limits', () => {
  const arrival = visit()
    .at('2026-03-01T09:00', 'UTC')
    .withContact({ id: 7, email: 'ana@example.test' })
    .withAttributes({ spend: 5 })
    .withTags('vip')
    .withVariables({ n: 1 })
    .enteredBy(event('Order Completed', { total: 12 }));
  expect(code.one(config, arrival)).toMatchObject({
    do: 'ask',
    ask: {
      kind: 'script.run',
      source: config.source,
      timeoutMs: 250,
      memoryMb: 32,
      input: {
        contact: { id: 7, email: 'ana@example.test', attributes: { spend: 5 }, tags: ['vip'] },
        event: { type: 'Order Completed', properties: { total: 12 } },
        variables: { n: 1 },
        at: Date.UTC(2026, 2, 1, 9),
        visit: 1,
      },
    },
  });
});

it('hands over no more than the fields of its list', () => {
  const arrival = visit()
    .withContact({ id: 7, email: 'ana@example.test', phone: '+1' })
    .withAttributes({ spend: 5, city: 'Hangzhou' })
    .withTags('vip')
    .withVariables({ coupon: { code: 'A' }, n: 1 })
    .enteredBy(event('Order Completed', { total: 12 }));
  const given = (reads: string[]) => {
    const decision = code.one({ ...config, reads }, arrival);
    return decision.do === 'ask' && decision.ask.kind === 'script.run' ? decision.ask.input : undefined;
  };
  const moment = { at: expect.any(Number), visit: 1 };
  expect(given([])).toEqual({ contact: { id: 7 }, ...moment });
  expect(given(['email', 'attributes.spend', 'variables.coupon'])).toEqual({
    contact: { id: 7, email: 'ana@example.test', attributes: { spend: 5 } },
    variables: { coupon: { code: 'A' } },
    ...moment,
  });
  expect(given(['tags', 'event', 'attributes.*'])).toEqual({
    contact: { id: 7, attributes: { spend: 5, city: 'Hangzhou' }, tags: ['vip'] },
    event: { type: 'Order Completed', occurredAt: expect.any(Number), properties: { total: 12 } },
    ...moment,
  });
  expect([...code.reads({ ...config, reads: ['attributes.spend'] }).attributes]).toEqual(['spend']);
});

it('leaves by the returned outcome, with its changes and variables', () => {
  const value = {
    outcome: 'high',
    set: { tier: 'gold' },
    tags: { add: ['gold'], remove: ['silver'] },
    variables: { spend: 5 },
  };
  expect(returned(value)).toMatchObject({
    do: 'to',
    outcome: 'high',
    output: { spend: 5 },
    patch: { set: { tier: 'gold' }, addTags: ['gold'], removeTags: ['silver'] },
  });
  expect(returned({ outcome: 'low' })).toEqual({
    item: 0,
    do: 'to',
    outcome: 'low',
    output: {},
    why: { code: 'returned', params: { outcome: 'low' } },
  });
});

describe('leaves by error', () => {
  it.each([
    ['nothing', null, /returned nothing/],
    ['a text', 'high', /returned a string/],
    ['a list', [], /returned a list/],
    ['no outcome', {}, /outcome is missing/],
    ['an unknown outcome', { outcome: 'gold' }, /"gold" is not one of high, low/],
    ['a stranger', { outcome: 'low', effect: 1 }, /"effect" is not known/],
    ['a set that is none', { outcome: 'low', set: [] }, /set is not an object/],
    ['tags that are none', { outcome: 'low', tags: { add: 'x' } }, /lists of short texts/],
    ['too many variables', { outcome: 'low', variables: { x: 'x'.repeat(2000) } }, /longer than 1000/],
  ])('when the script returns %s', (_, value, message) => {
    expect(returned(value)).toMatchObject({
      outcome: 'error',
      why: { code: 'wrong-return', params: { message: expect.stringMatching(message) } },
    });
  });

  it('when the script fails, hangs or eats memory, and says which', () => {
    expect(answered({ status: 'error', message: 'x is not defined (line 1)' })).toMatchObject({
      outcome: 'error',
      why: { code: 'script-error', params: { message: 'x is not defined (line 1)' } },
    });
    expect(answered({ status: 'timeout', message: 't' })).toMatchObject({
      outcome: 'error',
      why: { code: 'timeout', params: { limit: 250 } },
    });
    expect(answered({ status: 'memory', message: 'm' })).toMatchObject({
      outcome: 'error',
      why: { code: 'memory', params: { limit: 32 } },
    });
  });
});

it('keeps the name error for itself', () => {
  expect(() => code.one({ ...config, outcomes: [{ id: 'error', label: 'x' }] }, visit())).toThrow();
});
