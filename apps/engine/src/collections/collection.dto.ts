import { AnyObject, Choice, Flag, Int, Moment, Nested, NestedList, Text } from '../http/fields.js';
import { ContactName } from '../journeys/journey.dto.js';

export class ChainView {
  @Text({ max: 2_000, description: 'JSON-RPC address of the chain.', format: 'uri' }) rpcUrl!: string;
  @Text({
    optional: true,
    pattern: /^0x[0-9a-fA-F]{40}$/,
    patternText: 'must be 0x and 40 hexadecimal digits',
    description: 'The deployed ERC-1155 contract.',
  })
  contract?: string;
  @Int({ optional: true }) chainId?: number;
  @Int({ optional: true, description: "Token id within the contract; default the collection's own id." })
  tokenId?: number;
}

export class NewCollection {
  @Text({ max: 100 }) name!: string;
  @Text({ optional: true, min: 0, max: 1_000 }) description?: string;
  @Text({
    optional: true,
    nullable: true,
    max: 1_000,
    pattern: /^(https?:|data:image\/)/,
    patternText: 'must be an http(s) address or an image as data: URL',
  })
  imageUrl?: string | null;
  @Choice(['ledger', 'evm'], {
    optional: true,
    description: '`ledger` (default): hash-chained rows in the database; `evm`: an ERC-1155 contract.',
  })
  provider?: 'ledger' | 'evm';
  @Int({ optional: true, nullable: true, min: 1, description: 'How many can ever exist; null: no end.' }) supply?:
    number | null;
  @Flag({ optional: true, description: 'Default false.' }) transferable?: boolean;
  @AnyObject({ optional: true, description: 'Token metadata: `attributes` and the like.' }) metadata?: Record<
    string,
    unknown
  >;
  @Nested(() => ChainView, { optional: true, nullable: true, description: 'Needed by `evm`.' })
  chain?: ChainView | null;
}

export class CollectionView {
  @Int() id!: number;
  @Text() name!: string;
  @Text({ min: 0, max: 1_000 }) description!: string;
  @Text({ nullable: true }) imageUrl!: string | null;
  @Choice(['ledger', 'evm']) provider!: 'ledger' | 'evm';
  @Int({ nullable: true }) supply!: number | null;
  @Int() minted!: number;
  @Flag() transferable!: boolean;
  @AnyObject() metadata!: Record<string, unknown>;
  @Nested(() => ChainView, { nullable: true }) chain!: ChainView | null;
  @Moment() createdAt!: number;
}

export class CollectionList {
  @NestedList(() => CollectionView) items!: CollectionView[];
}

export class MintQuery {
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class MintView {
  @Int() id!: number;
  @Int() serial!: number;
  @Nested(() => ContactName) contact!: ContactName;
  @Choice(['minted', 'reserved', 'failed']) state!: string;
  @Moment({ nullable: true }) mintedAt!: number | null;
  @Text({ nullable: true, description: 'SHA-256 link of the ledger.' }) hash!: string | null;
  @Text({ nullable: true }) previousHash!: string | null;
  @Text({ nullable: true }) txHash!: string | null;
  @Text({ nullable: true }) reason!: string | null;
}

export class MintPage {
  @NestedList(() => MintView) items!: MintView[];
  @Text({ nullable: true }) next!: string | null;
}

export class LedgerVerdict {
  @Flag() ok!: boolean;
  @Int({ description: 'Rows whose hash was computed again.' }) checked!: number;
  @Int({ nullable: true, description: 'Serial of the first row that does not fit its predecessor.' }) brokenAt!:
    number | null;
}
