import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  encodeFunctionData,
  http,
  keccak256,
  stringToHex,
  TransactionReceiptNotFoundError,
  type Address,
  type Hex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { abi, bytecode } from './contract.js';

export interface ChainSettings {
  /** JSON-RPC over http(s). */
  readonly rpcUrl: string;
  readonly chainId: number;
  /** The wallet that pays and holds the contract's minter role. */
  readonly privateKey: Hex;
  /** Carries the requests: the host's guarded fetch. */
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
}

export interface MintOrder {
  readonly contract: Address;
  /** The effect's key; the contract mints once for it, for ever. */
  readonly key: string;
  readonly to: Address;
  readonly tokenId: bigint;
}

/** Kept before anything is sent: the same bytes can be sent again, and never mint twice. JSON-safe. */
export interface SignedMint {
  readonly wallet: Address;
  readonly nonce: number;
  readonly transaction: Hex;
  readonly hash: Hex;
}

/** What the chain says of a mint. */
export type MintState =
  | { readonly state: 'minted'; readonly txHash: Hex | null }
  /** The transaction is in a block and did nothing; nor has another minted for this key. */
  | { readonly state: 'reverted'; readonly txHash: Hex }
  /** Its nonce was used by another transaction and the key has not minted: these bytes can never count. */
  | { readonly state: 'replaced' }
  | { readonly state: 'open' };

/** One wallet on one EVM chain. Every method throws viem errors when the node cannot be reached. */
export interface Chain {
  readonly wallet: Address;
  /** Answers the contract's address once it is in a block. */
  deploy(collection: { readonly baseUri: string; readonly transferable: boolean }): Promise<Address>;
  /** The next free nonce, as the node counts, pending transactions included. */
  nextNonce(): Promise<number>;
  /** Signs without sending. Throws MintRefused when the contract would refuse. */
  sign(order: MintOrder, nonce: number): Promise<SignedMint>;
  /** Sends the bytes; a node that knows them already is content. */
  broadcast(signed: SignedMint): Promise<void>;
  /** Where a mint stands; without a transaction, whether the key has minted. */
  stateOf(order: MintOrder, signed: SignedMint | undefined): Promise<MintState>;
}

/** The contract would refuse: `AlreadyMinted`, `AccessControlUnauthorizedAccount`, `ERC1155InvalidReceiver`... */
export class MintRefused extends Error {
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(`The contract refuses to mint: ${reason}`, { cause });
    this.name = 'MintRefused';
    this.reason = reason;
  }
}

export function createChain({ rpcUrl, chainId, privateKey, fetch: fetchFn, timeoutMs = 10_000 }: ChainSettings): Chain {
  const account = privateKeyToAccount(privateKey);
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'coin', symbol: 'COIN', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  // The outbox retries, with its own pauses.
  const transport = http(rpcUrl, { retryCount: 0, timeout: timeoutMs, ...(fetchFn ? { fetchFn } : {}) });
  const reader = createPublicClient({ chain, transport, cacheTime: 0, pollingInterval: 250 });
  const writer = createWalletClient({ account, chain, transport });
  const hasMinted = ({ contract, key }: MintOrder) =>
    reader.readContract({ address: contract, abi, functionName: 'minted', args: [keyOf(key)] });

  return {
    wallet: account.address,

    async deploy({ baseUri, transferable }) {
      const hash = await writer.deployContract({ abi, bytecode, args: [baseUri, account.address, transferable] });
      const { contractAddress, status } = await reader.waitForTransactionReceipt({ hash, timeout: 60_000 });
      if (!contractAddress || status !== 'success')
        throw new Error(`The contract was not deployed: transaction ${hash} ${status}`);
      return contractAddress;
    },

    nextNonce: () => reader.getTransactionCount({ address: account.address, blockTag: 'pending' }),

    async sign({ contract, key, to, tokenId }, nonce) {
      const call = {
        address: contract,
        abi,
        functionName: 'mintOnce',
        args: [keyOf(key), to, tokenId],
        account,
      } as const;
      let gas: bigint;
      try {
        await reader.simulateContract(call);
        gas = await reader.estimateContractGas(call);
      } catch (error) {
        throw refusal(error) ?? error;
      }
      const fees = await reader.estimateFeesPerGas();
      const transaction = await account.signTransaction({
        chainId,
        nonce,
        to: contract,
        data: encodeFunctionData(call),
        // Room for a block or two of rising fees and for a receiver that does more than when it was asked.
        gas: (gas * 13n) / 10n,
        type: 'eip1559',
        maxFeePerGas: fees.maxFeePerGas * 2n,
        maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
      });
      return { wallet: account.address, nonce, transaction, hash: keccak256(transaction) };
    },

    async broadcast({ transaction }) {
      try {
        await reader.sendRawTransaction({ serializedTransaction: transaction });
      } catch (error) {
        // Sent before, or its place taken: stateOf tells which. Anything else is the node's trouble.
        if (!/already known|already imported|nonce too low|known transaction/i.test(String(error))) throw error;
      }
    },

    async stateOf(order, signed) {
      const ownReceipt = async () =>
        signed === undefined ? null : reader.getTransactionReceipt({ hash: signed.hash }).catch(noneYet);
      const receipt = await ownReceipt();
      if (receipt?.status === 'success') return { state: 'minted', txHash: receipt.transactionHash };
      // The count first: a transaction that lands between the two readings then shows as minted or open, never as replaced.
      const used = signed === undefined ? 0 : await reader.getTransactionCount({ address: signed.wallet });
      if (await hasMinted(order)) {
        // By our own transaction, if it landed since the first reading; else by one we know nothing of.
        const landed = await ownReceipt();
        return { state: 'minted', txHash: landed?.status === 'success' ? landed.transactionHash : null };
      }
      if (receipt) return { state: 'reverted', txHash: receipt.transactionHash };
      if (signed === undefined || used <= signed.nonce) return { state: 'open' };
      // Its nonce is used and it did not mint: another's receipt, or its own that came just now.
      const own = await ownReceipt();
      if (!own) return { state: 'replaced' };
      return own.status === 'success'
        ? { state: 'minted', txHash: own.transactionHash }
        : { state: 'reverted', txHash: own.transactionHash };
    },
  };
}

const keyOf = (key: string): Hex => keccak256(stringToHex(key));

function noneYet(error: unknown): null {
  if (error instanceof TransactionReceiptNotFoundError) return null;
  throw error;
}

function refusal(error: unknown): MintRefused | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return undefined;
  return new MintRefused(reverted.data?.errorName ?? reverted.signature ?? 'reverted', error);
}
