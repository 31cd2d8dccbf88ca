import type { Courier, CourierResult, OutboxItem } from '@sojourn/execution';
import { messageOf, type Json } from '@sojourn/kernel';
import {
  createChain,
  MintRefused,
  type Chain,
  type MintOrder,
  type SignedMint,
} from '@sojourn/plugin-nft-reward/chain';
import { again } from './again.js';
import { CHANNELS } from './channels.js';

/** What one outbox item asks of a chain. */
export interface ChainOrder {
  readonly rpcUrl: string;
  readonly chainId: number | undefined;
  readonly contract: `0x${string}` | undefined;
  readonly tokenId: number;
  /** The contact's wallet, `0x` and 40 hexadecimal digits. */
  readonly to: string | undefined;
}

export interface MintCourierParts {
  /** Looks up collection and wallet, by the item's id; an item without an entry has no collection any more. */
  readonly orders: (items: readonly OutboxItem[]) => Promise<ReadonlyMap<number, ChainOrder>>;
  /** The private key of the workspace's minting wallet. */
  readonly minterKey: (workspaceId: number) => Promise<`0x${string}` | undefined>;
  /** Stores what must not be forgotten before anything is sent; comes back as the item's journal. */
  readonly keepJournals: (entries: readonly { readonly id: number; readonly journal: Json }[]) => Promise<void>;
  /** Carries JSON-RPC: guarded like webhooks. */
  readonly fetch?: typeof fetch;
  /** How long to look for the receipt before coming back later. Default 3 s. */
  readonly patienceMs?: number;
}

const LOOK_EVERY_MS = 150;

/**
 * Mints on EVM chains, once for each effect: wallet, nonce and signed bytes are kept before they are sent, and sent again as they
 * are. A new nonce is taken only when the old one was used by another transaction. `AlreadyMinted` counts as minted.
 *
 * Items go out one after the other. Two workers on one wallet take each other's nonces now and then: that costs a round, never a
 * second mint.
 */
export function createMintCourier(parts: MintCourierParts): Courier {
  const { patienceMs = 3_000 } = parts;
  const chains = new Map<string, Promise<Chain>>();

  const chainFor = (order: ChainOrder, key: `0x${string}`): Promise<Chain> => {
    const name = JSON.stringify([order.rpcUrl, order.chainId, key]);
    let chain = chains.get(name);
    if (!chain) {
      chain = openChain(order, key, parts.fetch);
      chains.set(name, chain);
      chain.catch(() => chains.delete(name));
    }
    return chain;
  };

  /** Signs, keeps, sends; answers the result when there is one already. */
  const send = async (item: OutboxItem, order: ChainOrder | undefined, now: number): Promise<CourierResult | Sent> => {
    const failed = (reason: string): CourierResult => ({ id: item.id, at: now, final: { status: 'failed', reason } });
    if (order === undefined) return failed('no-collection');
    const { contract, to } = order;
    if (contract === undefined) return failed('no-contract');
    if (to === undefined || !isAddress(to)) return failed('no-wallet');
    const key = await parts.minterKey(item.workspaceId);
    if (key === undefined) return failed('no-minter');
    const mint: MintOrder = { contract, key: item.key, to, tokenId: BigInt(order.tokenId) };
    let signed = journalOf(item.journal);
    try {
      const chain = await chainFor(order, key);
      if (signed) {
        const earlier = await chain.stateOf(mint, signed);
        if (earlier.state === 'minted') return minted(item, mint, earlier.txHash, now);
        // Neither can mint any more: only now may another nonce be taken for this key.
        if (earlier.state === 'replaced' || earlier.state === 'reverted') signed = undefined;
      }
      if (!signed) {
        signed = await chain.sign(mint, await chain.nextNonce());
        await parts.keepJournals([{ id: item.id, journal: { ...signed } }]);
      }
      await chain.broadcast(signed);
      return { item, mint, signed, chain };
    } catch (error) {
      if (error instanceof MintRefused && error.reason === 'AlreadyMinted') return minted(item, mint, null, now);
      if (error instanceof MintRefused) return failed(`refused-${error.reason}`);
      return waiting(item, now, `chain: ${messageOf(error).split('\n')[0]}`, signed !== undefined);
    }
  };

  /** Looks once; undefined while it is open. */
  const look = async ({ item, mint, signed, chain }: Sent, now: number): Promise<CourierResult | undefined> => {
    try {
      const found = await chain.stateOf(mint, signed);
      if (found.state === 'minted') return minted(item, mint, found.txHash, now);
      if (found.state === 'reverted') return { id: item.id, at: now, final: { status: 'failed', reason: 'reverted' } };
      return found.state === 'replaced' ? waiting(item, now, 'nonce-taken', false) : undefined;
    } catch {
      return undefined; // the node is away for a moment; sending has told it all
    }
  };

  return {
    kind: 'mint',
    async deliver(items, now) {
      const orders = await parts.orders(items);
      const results: CourierResult[] = [];
      let open: Sent[] = [];
      // What was sent before goes first: a gap in the nonces would hold up everything behind it.
      const nonceOf = (item: OutboxItem): number => journalOf(item.journal)?.nonce ?? Number.MAX_SAFE_INTEGER;
      for (const item of [...items].sort((a, b) => nonceOf(a) - nonceOf(b) || a.id - b.id)) {
        const sent = await send(item, orders.get(item.id), now);
        if ('signed' in sent) open.push(sent);
        else results.push(sent);
      }
      for (const until = performance.now() + patienceMs; open.length > 0;) {
        const still: Sent[] = [];
        for (const sent of open) {
          const result = await look(sent, now);
          if (result) results.push(result);
          else still.push(sent);
        }
        open = still;
        if (performance.now() > until) break;
        if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      return [...results, ...open.map(({ item }) => waiting(item, now, 'unconfirmed', true))];
    },
    rules: () => CHANNELS.mint,
    // What was signed can be looked up for ever.
    reconcile: {
      channels: ['mint'],
      async ask(items, now) {
        const orders = await parts.orders(items);
        const results: CourierResult[] = [];
        for (const item of items) {
          const order = orders.get(item.id);
          const signed = journalOf(item.journal);
          const key = await parts.minterKey(item.workspaceId);
          if (!order?.contract || !order.to || !isAddress(order.to) || !signed || key === undefined) continue;
          const mint: MintOrder = {
            contract: order.contract,
            key: item.key,
            to: order.to,
            tokenId: BigInt(order.tokenId),
          };
          const result = await look({ item, mint, signed, chain: await chainFor(order, key) }, now);
          if (result && 'final' in result) results.push(result);
        }
        return results;
      },
    },
  };
}

interface Sent {
  readonly item: OutboxItem;
  readonly mint: MintOrder;
  readonly signed: SignedMint;
  readonly chain: Chain;
}

function minted(
  { id }: OutboxItem,
  { contract, tokenId }: MintOrder,
  txHash: string | null,
  now: number,
): CourierResult {
  return {
    id,
    at: now,
    final: {
      status: 'delivered',
      data: { contract, tokenId: tokenId.toString(), ...(txHash === null ? {} : { txHash }) },
    },
  };
}

const isAddress = (text: string): text is `0x${string}` => /^0x[0-9a-fA-F]{40}$/.test(text);

/** Later; once something was signed it may still land. */
function waiting(item: OutboxItem, now: number, reason: string, sent: boolean): CourierResult {
  return again(item, now, reason, sent ? 'maybe' : 'no');
}

async function openChain(
  { rpcUrl, chainId }: ChainOrder,
  privateKey: `0x${string}`,
  carrier: typeof fetch | undefined,
): Promise<Chain> {
  const settings = { rpcUrl, privateKey, ...(carrier ? { fetch: carrier } : {}) };
  return createChain({ ...settings, chainId: chainId ?? (await chainIdAt(rpcUrl, carrier ?? fetch)) });
}

async function chainIdAt(rpcUrl: string, carrier: typeof fetch): Promise<number> {
  const answer = await carrier(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    signal: AbortSignal.timeout(10_000),
  });
  const { result } = (await answer.json()) as { result?: string };
  const chainId = Number(result);
  if (!Number.isSafeInteger(chainId) || chainId <= 0) throw new Error('the node does not say its chain id');
  return chainId;
}

function journalOf(journal: Json | undefined): SignedMint | undefined {
  // The column holds what this courier wrote.
  return typeof journal === 'object' && journal !== null && 'transaction' in journal
    ? (journal as unknown as SignedMint)
    : undefined;
}
