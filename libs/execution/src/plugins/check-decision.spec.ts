import type { Json, JsonObject } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { checkDecision } from './check-decision.js';
import { pluginNodeTypes } from './plugin-node-type.js';
import { manifest } from './plugin.fixture.js';

const reason = { en: 'So', 'zh-CN': '如此' };
const type = pluginNodeTypes(
  manifest({
    data: {
      reads: [],
      writes: ['attributes.weather', 'tags.*'],
      writesFromConfig: { attributes: ['/into'] },
    },
  }),
).get('acme.weather/forecast')!;
const all: readonly Capability[] = [
  { kind: 'events.emit', names: ['Rained'], reason },
  { kind: 'messages.send', channels: ['inbox'], perContactPerDay: 1, reason },
  { kind: 'coupons', reason },
];
const check = (answer: Json, capabilities = all, config: JsonObject = { into: 'sky' }) =>
  checkDecision(answer, { type, config, capabilities });
const faultOf = (answer: Json, capabilities?: readonly Capability[], config?: JsonObject): string => {
  const checked = check(answer, capabilities, config);
  return 'fault' in checked ? checked.fault : '';
};

describe('what code from outside decides', () => {
  it.each<JsonObject>([
    { item: 0, do: 'to', outcome: 'dry', output: { degrees: 21 }, why: { code: 'forecast', params: { sky: 'clear' } } },
    {
      item: 3,
      do: 'to',
      outcome: 'wet',
      patch: { set: { weather: 1, sky: 2 }, addTags: ['wet'], removeTags: ['dry'] },
    },
    { item: 0, do: 'wait', until: 5, events: [{ id: 'r', event: 'Rained' }], memory: [1] },
    { item: 0, do: 'wait', effects: [{ kind: 'track', event: 'Rained', properties: {} }] },
    { item: 0, do: 'wait', effects: [{ kind: 'message', channel: 'inbox', content: { body: 'Hi', format: 'text' }, data: {} }] }, // prettier-ignore
    { item: 0, do: 'ask', ask: { kind: 'coupon.issue', pool: 'p' } },
    { item: 0, do: 'retry', after: 1_000 },
    { item: 0, do: 'fail', why: { code: 'forecast' } },
    { item: 0, do: 'drop' },
  ])('passes as it is when the contract and the manifest know it: %j', (decision) => {
    expect(check(decision)).toEqual({ decision });
  });

  it('loses what the contract does not know', () => {
    expect(check({ item: 0, do: 'drop', ask: { kind: 'coupon.issue', pool: 'p' }, evil: true })).toEqual({ decision: { item: 0, do: 'drop' } }); // prettier-ignore
  });

  it.each<[string, Json]>([
    ['no decision', null],
    ['no decision', [{ item: 0, do: 'drop' }]],
    ['names no item', { do: 'drop' }],
    ['is not a verb', { item: 0, do: 'constructor' }],
    ['is not a verb', { item: 0, do: 'end' }],
    ['more than 8000', { item: 0, do: 'to', outcome: 'dry', output: { text: 'x'.repeat(8_000) } }],
    ['lacks "outcome"', { item: 0, do: 'to' }],
    ['lacks "ask"', { item: 0, do: 'ask' }],
    ['not one of its outcomes', { item: 0, do: 'to', outcome: 'snow' }],
    ['output is no object', { item: 0, do: 'to', outcome: 'dry', output: [1] }],
    ['attributes.salary', { item: 0, do: 'to', outcome: 'dry', patch: { set: { salary: 1 } } }],
    ['attributes.salary', { item: 0, do: 'to', outcome: 'dry', patch: { unset: ['salary'] } }],
    ['attributes.salary', { item: 0, do: 'drop', patch: { set: { salary: 1 } } }],
    ['more than 1000 characters', { item: 0, do: 'to', outcome: 'dry', output: { x: 'x'.repeat(1_000) } }],
    ['not of the form', { item: 0, do: 'to', outcome: 'dry', patch: { set: { '': 1 } } }],
    ['not of the form', { item: 0, do: 'to', outcome: 'dry', patch: { addTags: 'vip' } }],
    ['no moment', { item: 0, do: 'wait', until: 1e300 }],
    ['no moment', { item: 0, do: 'wait', until: '2026' }],
    ['512', { item: 0, do: 'wait', memory: 'x'.repeat(512) }],
    ['without a name', { item: 0, do: 'wait', events: [{ id: 'r' }] }],
    ['cannot be read', { item: 0, do: 'wait', events: [{ id: 'r', event: 'Rained', filter: { op: 'evil' } }] }],
    ['no time', { item: 0, do: 'retry', after: -1 }],
    ['has no words', { item: 0, do: 'fail', why: { code: 'toString' } }],
    ['not texts', { item: 0, do: 'fail', why: { code: 'forecast', params: { sky: {} } } }],
    ['no list', { item: 0, do: 'drop', effects: {} }],
    ['"plugin", which is none', { item: 0, do: 'wait', effects: [{ kind: 'plugin' }] }],
    ['"contact", which is none', { item: 0, do: 'wait', effects: [{ kind: 'contact', set: { vip: true } }] }],
    [
      'cannot be',
      { item: 0, do: 'wait', effects: [{ kind: 'track', action: 'call-1', event: 'Rained', properties: {} }] },
    ],
    ['may not emit', { item: 0, do: 'wait', effects: [{ kind: 'track', event: 'Order Completed', properties: {} }] }],
    ['no event', { item: 0, do: 'wait', effects: [{ kind: 'track', event: '$contact_updated', properties: {} }] }],
    ['may not use', { item: 0, do: 'wait', effects: [{ kind: 'message', channel: 'sms', content: { body: 'Hi', format: 'text' }, data: {} }] }], // prettier-ignore
    ['no message', { item: 0, do: 'wait', effects: [{ kind: 'message', channel: 'inbox', content: 'Hi', data: {} }] }],
    ['"webhooks"', { item: 0, do: 'wait', effects: [{ kind: 'webhook', request: {} }] }],
    ['"collectibles"', { item: 0, do: 'wait', effects: [{ kind: 'mint', collection: 'c', mintId: 1 }] }],
    ['"scripts"', { item: 0, do: 'ask', ask: { kind: 'script.run', source: 'while(1);' } }],
    ['nobody answers', { item: 0, do: 'ask', ask: { kind: 'password' } }],
  ])('is refused with words: %s', (words, answer) => {
    expect(faultOf(answer)).toContain(words);
  });

  it('is held to what a webhook may take of everybody’s time', () => {
    const fault = (request: object) => faultOf({ item: 0, do: 'wait', effects: [{ kind: 'webhook', request: { method: 'POST', url: 'https://a.test/', body: {}, ...request } }] }, [{ kind: 'webhooks', reason }], { into: 'sky', to: [{ url: 'https://a.test/hook' }] }); // prettier-ignore
    expect([{}, { timeoutMs: 30_000, retries: 10 }].map(fault)).toEqual(['', '']);
    for (const request of [{ timeoutMs: 86_400_000 }, { timeoutMs: -1 }, { timeoutMs: 0.5 }, { retries: 1e9 }, { retries: -1 }, { timeoutMs: '1' }])
      expect(fault(request)).toContain('no webhook'); // prettier-ignore
    for (const url of ['https://b.test/', 'https://a.test:8443/', 'https://a.test.evil.test/', 'https://a.test@evil.test/', 'ftp://a.test/', 'a.test'])
      expect(fault({ url })).toContain('not in the settings'); // prettier-ignore
  });

  it('is held to what the workspace granted of what the manifest asks', () => {
    expect(faultOf({ item: 0, do: 'ask', ask: { kind: 'coupon.issue', pool: 'p' } }, [])).toContain('"coupons"');
    const narrow: readonly Capability[] = [{ kind: 'contacts.write', fields: ['tags.wet'], reason }];
    expect(faultOf({ item: 0, do: 'to', outcome: 'dry', patch: { addTags: ['wet'] } }, narrow)).toBe('');
    expect(faultOf({ item: 0, do: 'to', outcome: 'dry', patch: { set: { weather: 1 } } }, narrow)).toBe('It changes attributes.weather, which was not granted.'); // prettier-ignore
    const any: readonly Capability[] = [{ kind: 'events.emit', names: ['*'], reason }];
    const emits = { item: 0, do: 'wait', effects: [{ kind: 'track', event: 'Order Completed', properties: {} }] };
    expect(faultOf(emits, any), 'names of events are names').toContain('may not emit');
    // The dot of a tag leads nowhere: this is another tag.
    expect(faultOf({ item: 0, do: 'to', outcome: 'dry', patch: { addTags: ['wet.paint'] } }, narrow)).toContain('wet.paint'); // prettier-ignore
  });

  it('takes what a config names for a name, never for a wildcard', () => {
    const patch = { set: { salary: 1 } };
    expect(check({ item: 0, do: 'to', outcome: 'dry', patch }, all, { into: '*' })).toMatchObject({ fault: expect.stringContaining('attributes.salary') as string }); // prettier-ignore
    expect(check({ item: 0, do: 'to', outcome: 'dry', patch }, all, { into: 'salary' })).toHaveProperty('decision');
  });
});
