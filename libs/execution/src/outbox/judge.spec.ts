import { describe, expect, it } from 'vitest';
import type { CourierResult } from '../ports.js';
import type { OutboxItem } from '../records.js';
import { DEFAULT_RULES, type ChannelRules } from './channel-rules.js';
import { judged, pauseAfter, tooLate } from './judge.js';

const NOW = 1_000_000_000;
const item = (over: Partial<OutboxItem> = {}): OutboxItem => ({
  id: 1,
  workspaceId: 1,
  contactId: 1,
  runId: 1,
  nodeId: 'n',
  visit: 1,
  key: '1:1:n:1:send',
  effect: { kind: 'webhook', request: { method: 'POST', url: 'http://x/', body: {} } },
  attempt: 1,
  dueAt: NOW,
  journal: undefined,
  queuedAt: NOW,
  ...over,
});
const dedupes: ChannelRules = { ...DEFAULT_RULES, idempotency: { header: 'key', ttlMs: 1_000, comparesBody: false } };
const again = (arrived: 'no' | 'maybe', more: object = {}): CourierResult => ({ id: 1, at: NOW, again: { reason: 'busy', arrived, ...more } }); // prettier-ignore

describe('a failed attempt', () => {
  it.each([
    ['did not arrive', DEFAULT_RULES, item(), again('no'), { reason: 'busy', ambiguousAt: null }],
    ['may have arrived, nobody would know it again', DEFAULT_RULES, item(), again('maybe'), { final: { status: 'unknown', reason: 'busy' } }],
    ['may have arrived, the provider would', dedupes, item(), again('maybe'), { reason: 'busy', ambiguousAt: NOW }],
    ['may have arrived, and twice is better than never', { ...DEFAULT_RULES, onAmbiguous: 'prefer-duplicate' as const }, item(), again('maybe'), { ambiguousAt: NOW }],
    ['may have arrived long ago, the key is forgotten', dedupes, item({ ambiguousAt: NOW - 1_001 }), again('maybe'), { final: { status: 'unknown' } }],
    ['keeps the first doubt', dedupes, item({ ambiguousAt: NOW - 900 }), again('no'), { ambiguousAt: NOW - 900 }],
    ['was the last: dead', DEFAULT_RULES, item({ attempt: 5 }), again('no'), { dead: true, final: { status: 'failed', reason: 'busy' } }],
    ['was the last by the effect’s own number', DEFAULT_RULES, item({ attempt: 2 }), again('no', { attempts: 2 }), { dead: true }],
    ['came too late in life: dead', DEFAULT_RULES, item({ queuedAt: NOW - DEFAULT_RULES.maxAgeMs - 1 }), again('no'), { dead: true }],
    ['was the last, and an earlier one may have arrived: unknown', dedupes, item({ attempt: 5, ambiguousAt: NOW - 10 }), again('no'), { final: { status: 'unknown' } }],
  ])('%s', (_, rules, one, result, expected) => {
    const verdict = judged(one, result, rules, NOW);
    expect(verdict).toMatchObject({ id: 1, ...expected });
    if (!('dead' in expected)) expect('dead' in verdict && verdict.dead).toBe(false);
  }); // prettier-ignore

  it('is put off no less than the provider asked', () => {
    expect(judged(item(), again('no', { afterMs: 999_000 }), DEFAULT_RULES, NOW)).toMatchObject({ retryAt: NOW + 999_000 });
    expect(judged(item(), again('no', { afterMs: 1 }), DEFAULT_RULES, NOW)).toMatchObject({ retryAt: expect.any(Number) });
  }); // prettier-ignore
});

it('a refusal after an attempt that may have arrived is no failure', () => {
  const refused: CourierResult = { id: 1, at: NOW, final: { status: 'failed', reason: 'http-410' } };
  expect(judged(item(), refused, dedupes, NOW)).toMatchObject({ final: { status: 'failed' } });
  expect(judged(item({ ambiguousAt: NOW }), refused, dedupes, NOW)).toMatchObject({ final: { status: 'unknown', reason: 'http-410' } }); // prettier-ignore
  const delivered: CourierResult = { id: 1, at: NOW, final: { status: 'delivered' } };
  expect(judged(item({ ambiguousAt: NOW }), delivered, dedupes, NOW)).toMatchObject({ final: { status: 'delivered' } });
});

it('pauses double, differ between deliveries, are the same in every replay, and have an end', () => {
  const pauses = { firstMs: 1_000, longestMs: 60_000 };
  for (let attempt = 1; attempt <= 30; attempt++) {
    const spread = Array.from({ length: 200 }, (_, i) => pauseAfter({ key: `k${i}`, attempt }, pauses));
    const base = Math.min(60_000, 1_000 * 2 ** (attempt - 1));
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(base * 0.5);
    expect(Math.max(...spread)).toBeLessThanOrEqual(base * 1.5);
    expect(new Set(spread).size).toBeGreaterThan(100);
    expect(pauseAfter({ key: 'k1', attempt }, pauses)).toBe(spread[1]);
  }
});

it('what may have arrived is not handed over again once its key is forgotten', () => {
  expect(tooLate(item(), dedupes, NOW)).toBeUndefined();
  expect(tooLate(item({ ambiguousAt: NOW - 1_000 }), dedupes, NOW)).toBeUndefined();
  expect(tooLate(item({ ambiguousAt: NOW - 1_001 }), dedupes, NOW)).toMatchObject({ final: { status: 'unknown', reason: 'key-expired' } }); // prettier-ignore
});
