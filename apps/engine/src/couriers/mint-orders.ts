import type { OutboxItem } from '@sojourn/execution';
import { parseJson, rowsAmong, type Database } from '@sojourn/storage';
import type { ChainOrder } from './mint-courier.js';

interface Row {
  readonly mintId: number;
  readonly collectionId: number;
  readonly chain: string | null;
  readonly attributes: string;
}
interface StoredChain {
  readonly rpcUrl: string;
  readonly contract?: `0x${string}`;
  readonly chainId?: number;
  readonly tokenId?: number;
}

/** The attribute that holds a contact's wallet. */
export const WALLET_ATTRIBUTE = 'walletAddress';

/** What each item asks of its chain, out of the mint's collection and the contact's wallet. */
export async function mintOrders(
  { read }: Pick<Database, 'read'>,
  items: readonly OutboxItem[],
): Promise<ReadonlyMap<number, ChainOrder>> {
  const itemOf = new Map(
    items.flatMap((item) => (item.effect.kind === 'mint' ? [[item.effect.mintId, item] as const] : [])),
  );
  const rows = await rowsAmong<Row>(
    read,
    [...itemOf.keys()],
    (list) =>
      `SELECT m.id AS mintId, m.collection_id AS collectionId, k.chain, c.attributes
       FROM mint m JOIN collection k ON k.id = m.collection_id JOIN contact c ON c.id = m.contact_id WHERE m.id IN ${list}`,
  );
  return new Map(
    rows.flatMap(({ mintId, collectionId, chain, attributes }): [number, ChainOrder][] => {
      const stored = parseJson<StoredChain>(chain ?? undefined);
      if (!stored) return [];
      const { rpcUrl, contract, chainId, tokenId = collectionId } = stored;
      const wallet = parseJson<Record<string, unknown>>(attributes)?.[WALLET_ATTRIBUTE];
      // `rows` was selected by these keys.
      return [
        [
          itemOf.get(mintId)!.id,
          { rpcUrl, contract, chainId, tokenId, to: typeof wallet === 'string' ? wallet : undefined },
        ],
      ];
    }),
  );
}
