import type { OutboxItem, OutboxResult } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';
import { createChain, type SignedMint } from '@sojourn/plugin-nft-reward/chain';
import { insertRows, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardedAgent } from './address-guard.js';
import { hasAnvil, MINTER, startAnvil, type Anvil } from './anvil.spec-kit.js';
import { guardedFetch } from './guarded-fetch.js';
import { handed, NOW, outboxItem } from './items.spec-kit.js';
import { createMintCourier, type ChainOrder, type MintCourierParts } from './mint-courier.js';
import { mintOrders } from './mint-orders.js';

const ANA = `0x${'a1'.repeat(20)}` as const;
const item = (id: number, more: Partial<OutboxItem> = {}): OutboxItem =>
  outboxItem(id, { kind: 'mint', collection: 'founders', mintId: id }, { key: `key-${id}`, ...more });

describe.skipIf(!hasAnvil)('minting on anvil', () => {
  let anvil: Anvil;
  let contract: `0x${string}`;
  let order: ChainOrder;
  const journals = new Map<number, Json>();
  const carrier = guardedFetch(guardedAgent({ allow: ['127.0.0.0/8'] }));
  const parts = (more: Partial<MintCourierParts> = {}): MintCourierParts => ({
    orders: async (items) => new Map(items.map(({ id }) => [id, order])),
    minterKey: async () => MINTER,
    keepJournals: async (entries) => entries.forEach(({ id, journal }) => journals.set(id, journal)),
    fetch: carrier,
    patienceMs: 500,
    ...more,
  });
  const deliver = (
    items: readonly OutboxItem[],
    more: Partial<MintCourierParts> = {},
  ): Promise<readonly OutboxResult[]> => handed(createMintCourier(parts(more)), items);
  const one = async (id: number, given: Partial<OutboxItem> = {}, more: Partial<MintCourierParts> = {}) =>
    (await deliver([item(id, given)], more))[0]!;
  const owned = async (): Promise<number> => {
    // balanceOf(address,uint256)
    const data = `0x00fdd58e${ANA.slice(2).padStart(64, '0')}${(7).toString(16).padStart(64, '0')}`;
    return Number(await anvil.rpc('eth_call', [{ to: contract, data }, 'latest']));
  };
  const nonce = async () =>
    Number(
      await anvil.rpc('eth_getTransactionCount', [
        createChain({ rpcUrl: anvil.url, chainId: 31337, privateKey: MINTER }).wallet,
        'latest',
      ]),
    );

  beforeAll(async () => {
    anvil = await startAnvil();
    contract = await createChain({ rpcUrl: anvil.url, chainId: 31337, privateKey: MINTER }).deploy({
      baseUri: 'ipfs://x',
      transferable: false,
    });
  });
  afterAll(() => anvil?.stop());
  beforeEach(() => {
    journals.clear();
    order = { rpcUrl: anvil.url, chainId: 31337, contract, tokenId: 7, to: ANA };
  });

  it('delivers with the transaction, which was kept before it was sent', async () => {
    const before = await owned();
    const result = await one(1);
    const kept = journals.get(1) as unknown as SignedMint;
    expect(result).toEqual({
      id: 1,
      at: NOW,
      attempt: 1,
      final: { status: 'delivered', data: { contract, tokenId: '7', txHash: kept.hash } },
    });
    expect(await owned()).toBe(before + 1);
  });

  it('mints once when it is delivered again, with its journal or without', async () => {
    const before = await owned();
    await one(2);
    expect(await one(2, { journal: journals.get(2) })).toMatchObject({ final: { status: 'delivered' } });
    expect(await one(2)).toMatchObject({ final: { status: 'delivered' } });
    expect(await owned()).toBe(before + 1);
  });

  it('goes on with the same bytes after a crash between keeping and sending', async () => {
    const before = await owned();
    const crash = new Error('killed');
    const keepJournals: MintCourierParts['keepJournals'] = async (entries) => {
      entries.forEach(({ id, journal }) => journals.set(id, journal));
      throw crash;
    };
    expect(await one(3, {}, { keepJournals })).toMatchObject({ retryAt: expect.any(Number) });
    expect(await owned()).toBe(before);
    const kept = journals.get(3) as unknown as SignedMint;
    expect(await one(3, { attempt: 2, journal: journals.get(3) })).toMatchObject({
      final: { status: 'delivered', data: { txHash: kept.hash } },
    });
    expect(await owned()).toBe(before + 1);
  });

  it('comes back later while no block has it, and finds it then', async () => {
    const before = await owned();
    await anvil.rpc('evm_setAutomine', [false]);
    const items = [item(4), item(5), item(6)];
    const waiting = await deliver(items);
    expect(waiting).toMatchObject(items.map(({ id }) => ({ id, reason: 'unconfirmed', retryAt: expect.any(Number) })));
    await anvil.rpc('evm_mine');
    await anvil.rpc('evm_setAutomine', [true]);
    const again = items.map((each) => ({ ...each, attempt: 2, journal: journals.get(each.id) }));
    expect(await deliver(again)).toMatchObject(items.map(() => ({ final: { status: 'delivered' } })));
    expect(await owned()).toBe(before + 3);
  });

  it('takes a new nonce only when another transaction used the old one', async () => {
    const before = await owned();
    await one(
      7,
      {},
      { keepJournals: async ([entry]) => Promise.reject((journals.set(7, entry!.journal), new Error('killed'))) },
    );
    await one(8); // takes the nonce that 7 had signed
    const first = journals.get(7) as unknown as SignedMint;
    expect(await one(7, { attempt: 2, journal: journals.get(7) })).toMatchObject({ final: { status: 'delivered' } });
    const second = journals.get(7) as unknown as SignedMint;
    expect(second.nonce).toBeGreaterThan(first.nonce);
    expect(await owned()).toBe(before + 2);
  });

  it('mints once when two workers deliver the same', async () => {
    const [before, sent] = [await owned(), await nonce()];
    const same = Array.from({ length: 5 }, (_, index) => item(20 + index));
    const both = await Promise.all([deliver(same), deliver(same)]);
    // Whoever lost a nonce comes back once more.
    const open = both
      .flat()
      .flatMap((result) =>
        'retryAt' in result ? [item(result.id, { attempt: 2, journal: journals.get(result.id) })] : [],
      );
    for (const result of await deliver(open)) expect(result).toMatchObject({ final: { status: 'delivered' } });
    expect(await owned()).toBe(before + 5);
    expect(await nonce()).toBeGreaterThanOrEqual(sent + 5);
  });

  it('mints a hundred of one wallet in a round', async () => {
    const before = await owned();
    const many = Array.from({ length: 100 }, (_, index) => item(100 + index));
    const results = await deliver(many);
    expect(results.filter((result) => 'final' in result && result.final.status === 'delivered')).toHaveLength(100);
    expect(await owned()).toBe(before + 100);
  });

  it('says why it cannot', async () => {
    const reason = async (more: Partial<ChainOrder>, other: Partial<MintCourierParts> = {}) => {
      order = { ...order, to: ANA, contract, ...more };
      return one(50, {}, other);
    };
    expect(await reason({ to: undefined })).toMatchObject({ final: { status: 'failed', reason: 'no-wallet' } });
    expect(await reason({ to: '0x12' })).toMatchObject({ final: { status: 'failed', reason: 'no-wallet' } });
    expect(await reason({ contract: undefined })).toMatchObject({ final: { status: 'failed', reason: 'no-contract' } });
    expect(await reason({}, { minterKey: async () => undefined })).toMatchObject({
      final: { status: 'failed', reason: 'no-minter' },
    });
    expect(await reason({}, { orders: async () => new Map() })).toMatchObject({
      final: { status: 'failed', reason: 'no-collection' },
    });
    expect(await reason({}, { minterKey: async () => `0x${'5'.repeat(64)}` as const })).toMatchObject({
      final: { status: 'failed', reason: expect.stringMatching(/^refused-/) },
    });
  });

  it('is tried again while the node is away, and reaches no private node unless allowed', async () => {
    order = { ...order, rpcUrl: 'http://127.0.0.1:1' };
    expect(await one(60)).toMatchObject({ retryAt: expect.any(Number), reason: expect.stringMatching(/^chain: /) });
    order = { ...order, rpcUrl: anvil.url };
    expect(await one(60, {}, { fetch: guardedFetch(guardedAgent()) })).toMatchObject({ retryAt: expect.any(Number) });
  });

  it('asks the node for its chain when the collection does not say', async () => {
    order = { ...order, chainId: undefined };
    expect(await one(70)).toMatchObject({ final: { status: 'delivered' } });
  });
});

for (const db of testDatabases()) {
  describe(`orders on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('come out of the mint’s collection and the contact’s wallet', async () => {
      const chain = { rpcUrl: 'https://rpc.test', contract: '0xc0', chainId: 1 };
      await database.inTransaction(async (tx) => {
        await insertRows(
          tx,
          'collection',
          [
            'id',
            'workspace_id',
            'name',
            'description',
            'image_url',
            'provider',
            'minted_count',
            'transferable',
            'metadata',
            'chain',
            'created_at',
          ],
          [
            [3, 1, 'a', '', '', 'evm', 0, false, '{}', JSON.stringify(chain), 0],
            [4, 1, 'b', '', '', 'ledger', 0, false, '{}', null, 0],
          ],
        );
        await insertRows(
          tx,
          'contact',
          ['id', 'workspace_id', 'attributes', 'created_at', 'updated_at', 'last_event_id'],
          [
            [1, 1, JSON.stringify({ walletAddress: ANA }), 0, 0, 0],
            [2, 1, '{}', 0, 0, 0],
          ],
        );
        await insertRows(
          tx,
          'mint',
          ['id', 'workspace_id', 'collection_id', 'serial', 'contact_id', 'run_id', 'node_id', 'visit', 'state'],
          [
            [11, 1, 3, 1, 1, 1, 'n', 1, 'reserved'],
            [12, 1, 3, 2, 2, 2, 'n', 1, 'reserved'],
            [13, 1, 4, 1, 1, 3, 'n', 1, 'reserved'],
          ],
        );
      });
      const effect = (mintId: number) => ({ kind: 'mint', collection: 'a', mintId }) as const;
      const items = [11, 12, 13, 14].map((mintId) => outboxItem(mintId + 100, effect(mintId)));
      expect(await mintOrders(database, items)).toEqual(
        new Map([
          [111, { ...chain, tokenId: 3, to: ANA }],
          [112, { ...chain, tokenId: 3, to: undefined }],
        ]),
      );
    });
  });
}
