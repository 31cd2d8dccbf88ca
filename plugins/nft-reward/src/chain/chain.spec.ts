import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import {
  createPublicClient,
  createWalletClient,
  http,
  toFunctionSelector,
  type AbiFunction,
  type Address,
  type Hex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import artifact from '../../contracts/SojournCollectible.json' with { type: 'json' };
// @ts-expect-error -- a plain script beside the package
import { compile } from '../../scripts/compile.mjs';
import { abi, createChain, MintRefused, type Chain, type MintOrder } from './index.js';

it('has an artifact that is what the source compiles to', { timeout: 60_000 }, () => {
  const fresh = compile() as typeof artifact;
  expect(artifact.sourceHash, 'run node plugins/nft-reward/scripts/compile.mjs').toBe(fresh.sourceHash);
  expect(artifact.bytecode === fresh.bytecode && JSON.stringify(artifact.abi) === JSON.stringify(fresh.abi)).toBe(true);
});

it('speaks the contract’s own interface', () => {
  const known = artifact.abi
    .filter(({ type }) => type === 'function')
    .map((item) => toFunctionSelector(item as AbiFunction));
  for (const item of abi) if (item.type === 'function') expect(known, item.name).toContain(toFunctionSelector(item));
  const errors = artifact.abi.filter(({ type }) => type === 'error').map(({ name }) => name);
  for (const item of abi) if (item.type === 'error') expect(errors).toContain(item.name);
});

const ANVIL = new URL('../../../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url).pathname;
if (!existsSync(ANVIL))
  console.log('skipped: no anvil on this platform; the chain specs run where @foundry-rs/anvil-linux-amd64 installs');

// The first two accounts of anvil's well-known mnemonic; worthless anywhere else.
const MINTER: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const STRANGER: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ana = privateKeyToAccount(`0x${'a1'.repeat(32)}`).address;
const bo = privateKeyToAccount(`0x${'b0'.repeat(32)}`).address;

describe.skipIf(!existsSync(ANVIL))('on anvil', () => {
  let anvil: ChildProcess;
  let url: string;
  let chain: Chain;
  let contract: Address;
  const reader = () => createPublicClient({ chain: foundry, transport: http(url), pollingInterval: 20, cacheTime: 0 });
  const rpc = (method: string, params: unknown[] = []) => reader().request({ method, params } as never);
  const order = (key: string, to = ana, tokenId = 1n): MintOrder => ({ contract, key, to, tokenId });
  const balance = (of: Address, id: bigint) =>
    reader().readContract({ address: contract, abi, functionName: 'balanceOf', args: [of, id] });

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    anvil = spawn(ANVIL, ['--port', String(port), '--silent'], { stdio: 'ignore' });
    for (let tries = 0; ; tries++) {
      if (await rpc('eth_chainId').catch(() => undefined)) break;
      if (tries > 200) throw new Error('anvil did not start');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    chain = createChain({ rpcUrl: url, chainId: foundry.id, privateKey: MINTER });
    contract = await chain.deploy({ baseUri: 'ipfs://x/{id}.json', transferable: false });
  });
  afterAll(() => anvil?.kill('SIGTERM'));

  it('mints: signed, kept, sent, confirmed', async () => {
    const signed = await chain.sign(order('k1'), await chain.nextNonce());
    expect(JSON.parse(JSON.stringify(signed))).toEqual(signed);
    expect(await chain.stateOf(order('k1'), signed)).toEqual({ state: 'open' });
    await chain.broadcast(signed);
    const minted = { state: 'minted', txHash: signed.hash };
    await expect.poll(() => chain.stateOf(order('k1'), signed), { timeout: 5_000 }).toEqual(minted);
    expect(await balance(ana, 1n)).toBe(1n);
  });

  it('sends the same bytes again and mints once', async () => {
    const signed = await chain.sign(order('k2', ana, 2n), await chain.nextNonce());
    await chain.broadcast(signed);
    await chain.broadcast(signed);
    await chain.broadcast(signed);
    await expect.poll(() => balance(ana, 2n)).toBe(1n);
  });

  it('survives being kept in the pool while it is sent again', async () => {
    await rpc('evm_setAutomine', [false]);
    const signed = await chain.sign(order('k3', ana, 3n), await chain.nextNonce());
    await chain.broadcast(signed);
    await chain.broadcast(signed);
    expect(await chain.stateOf(order('k3'), signed)).toEqual({ state: 'open' });
    await rpc('evm_mine');
    await rpc('evm_setAutomine', [true]);
    expect(await chain.stateOf(order('k3'), signed)).toMatchObject({ state: 'minted' });
  });

  it('knows a key that has minted, whatever became of the transaction', async () => {
    await expect(chain.sign(order('k1'), await chain.nextNonce())).rejects.toMatchObject({ reason: 'AlreadyMinted' });
    expect(await chain.stateOf(order('k1'), undefined)).toEqual({ state: 'minted', txHash: null });
  });

  it('tells bytes whose nonce another took', async () => {
    const nonce = await chain.nextNonce();
    const [lost, won] = [await chain.sign(order('k4', ana, 4n), nonce), await chain.sign(order('k5', ana, 5n), nonce)];
    await chain.broadcast(won);
    // It is in a block some moment after it was taken; before that the other would be no replacement, but one that pays too little.
    await expect.poll(() => chain.stateOf(order('k5'), won)).toMatchObject({ state: 'minted' });
    await chain.broadcast(lost);
    expect(await chain.stateOf(order('k4'), lost)).toEqual({ state: 'replaced' });
  });

  it('tells a transaction that did nothing', async () => {
    await rpc('evm_setAutomine', [false]);
    const nonce = await chain.nextNonce();
    const first = await chain.sign(order('k6', ana, 6n), nonce);
    const second = await chain.sign(order('k6', bo, 6n), nonce + 1);
    await chain.broadcast(first);
    await chain.broadcast(second);
    await rpc('evm_mine');
    await rpc('evm_setAutomine', [true]);
    expect(await chain.stateOf(order('k6'), second), 'the same key has minted').toMatchObject({ state: 'minted' });
    expect(await balance(bo, 6n)).toBe(0n);
  });

  it('refuses a wallet without the minter role, and who is not there', async () => {
    const stranger = createChain({ rpcUrl: url, chainId: foundry.id, privateKey: STRANGER });
    await expect(stranger.sign(order('k7'), 0)).rejects.toBeInstanceOf(MintRefused);
    await expect(stranger.sign(order('k7'), 0)).rejects.toMatchObject({ reason: 'AccessControlUnauthorizedAccount' });
    const nowhere = createChain({
      rpcUrl: `http://127.0.0.1:${await freePort()}`,
      chainId: foundry.id,
      privateKey: MINTER,
      timeoutMs: 500,
    });
    await expect(nowhere.nextNonce()).rejects.toThrow();
  });

  it('binds a collectible to its owner until it is set free', async () => {
    const key: Hex = `0x${'a1'.repeat(32)}`;
    await rpc('anvil_setBalance', [ana, '0xde0b6b3a7640000']);
    const owner = createWalletClient({ account: privateKeyToAccount(key), chain: foundry, transport: http(url) });
    const pass = { address: contract, abi, functionName: 'safeTransferFrom', args: [ana, bo, 1n, 1n, '0x'] } as const;
    await expect(owner.writeContract(pass)).rejects.toThrow(/NotTransferable/);
    const admin = createWalletClient({ account: privateKeyToAccount(MINTER), chain: foundry, transport: http(url) });
    await admin.writeContract({ address: contract, abi, functionName: 'setTransferable', args: [1n, true] });
    await owner.writeContract(pass);
    expect([await balance(ana, 1n), await balance(bo, 1n)]).toEqual([0n, 1n]);
    expect(await reader().readContract({ address: contract, abi, functionName: 'transferable', args: [2n] })).toBe(
      false,
    );
  });

  it('has an address of metadata for each token', async () => {
    const admin = createWalletClient({ account: privateKeyToAccount(MINTER), chain: foundry, transport: http(url) });
    await admin.writeContract({ address: contract, abi, functionName: 'setTokenUri', args: [2n, 'ipfs://own'] });
    const uri = (id: bigint) => reader().readContract({ address: contract, abi, functionName: 'uri', args: [id] });
    expect([await uri(1n), await uri(2n)]).toEqual(['ipfs://x/{id}.json', 'ipfs://own']);
  });
});

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
