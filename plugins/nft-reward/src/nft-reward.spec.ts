import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import type { Answer, Receipt } from '@sojourn/plugin-sdk/engine';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const reward = driver(manifest, node);
const config = { collection: 'founders', waitMinutes: 10 };
const here = () => visit().at('2026-03-01T09:00', 'UTC');
const answered = (answer: object) =>
  reward.one(config, here().wokenByAnswer({ kind: 'collectible.reserve', ...answer } as Answer));

it('has a manifest in both languages', () => expect(checkPluginManifest(plugin)).toEqual([]));

it('asks for a number in the collection', () => {
  expect(reward.one(config, here())).toEqual({
    item: 0,
    do: 'ask',
    ask: { kind: 'collectible.reserve', collection: 'founders' },
  });
});

it('is done at once when the ledger has minted', () => {
  expect(answered({ status: 'minted', mintId: 5, serial: 3, proof: 'ab12' })).toMatchObject({
    do: 'to',
    outcome: 'minted',
    output: { collectible: { collection: 'founders', serial: 3, mintId: 5, state: 'minted', proof: 'ab12' } },
  });
});

it('knows sold out from missing', () => {
  expect(answered({ status: 'soldOut' })).toMatchObject({ do: 'to', outcome: 'soldOut', why: { code: 'sold-out' } });
  expect(answered({ status: 'missing' })).toMatchObject({ do: 'fail', why: { code: 'missing' } });
});

describe('on a chain', () => {
  const waiting = () => answered({ status: 'reserved', mintId: 5, serial: 3 });
  const after = (receipt: Receipt) => reward.one(config, here().keeping(waiting()).wokenByReceipt(receipt));

  it('mints through the outbox and waits as long as told', () => {
    expect(waiting()).toEqual({
      item: 0,
      do: 'wait',
      until: Date.UTC(2026, 2, 1, 9, 10),
      effects: [{ kind: 'mint', collection: 'founders', mintId: 5 }],
      memory: { mintId: 5, serial: 3, name: 'founders' },
    });
  });

  it('leaves with the transaction when the chain confirms', () => {
    expect(after({ status: 'delivered', data: { txHash: '0x1' } })).toMatchObject({
      outcome: 'minted',
      output: { collectible: { serial: 3, mintId: 5, state: 'minted', txHash: '0x1' } },
    });
  });

  it('goes on as pending when time is up or nobody knows', () => {
    expect(reward.one(config, here().keeping(waiting()).wokenByTimer())).toMatchObject({
      outcome: 'pending',
      why: { code: 'pending' },
    });
    expect(after({ status: 'unknown', reason: 'rpc' })).toMatchObject({
      outcome: 'pending',
      why: { code: 'unknown', params: { reason: 'rpc' } },
    });
  });

  it('fails with the reason', () => {
    expect(after({ status: 'failed', reason: 'no-wallet' })).toMatchObject({
      outcome: 'failed',
      why: { code: 'failed', params: { reason: 'no-wallet' } },
    });
  });
});
