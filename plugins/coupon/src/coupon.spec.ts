import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import type { Answer } from '@sojourn/plugin-sdk/engine';
import { expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const coupon = driver(manifest, node);
const config = { pool: 'spring' };
const answered = (answer: object) =>
  coupon.one(config, visit().wokenByAnswer({ kind: 'coupon.issue', ...answer } as Answer));

it('has a manifest in both languages', () => expect(checkPluginManifest(plugin)).toEqual([]));

it('asks for one code of the pool', () => {
  expect(coupon.one(config, visit())).toEqual({ item: 0, do: 'ask', ask: { kind: 'coupon.issue', pool: 'spring' } });
});

it('leaves the code, its end and the pool for later nodes', () => {
  expect(answered({ status: 'issued', code: 'A-1', expiresAt: Date.UTC(2026, 3, 1) })).toMatchObject({
    do: 'to',
    outcome: 'issued',
    output: { coupon: { code: 'A-1', expiresAt: '2026-04-01T00:00:00.000Z', pool: 'spring' } },
    why: { code: 'issued', params: { code: 'A-1' } },
  });
});

it('hands out the code the contact already has', () => {
  expect(answered({ status: 'alreadyHas', code: 'A-1', expiresAt: null })).toMatchObject({
    outcome: 'alreadyHas',
    output: { coupon: { code: 'A-1', expiresAt: null, pool: 'spring' } },
  });
});

it('tells an empty pool from a closed one, both as sold out', () => {
  expect(answered({ status: 'soldOut' })).toMatchObject({ outcome: 'soldOut', why: { code: 'sold-out' } });
  expect(answered({ status: 'closed' })).toMatchObject({ outcome: 'soldOut', why: { code: 'closed' } });
});

it('stops the run, visibly, when the pool does not exist', () => {
  expect(answered({ status: 'missing' })).toEqual({
    item: 0,
    do: 'fail',
    why: { code: 'missing', params: { pool: 'spring' } },
  });
});
