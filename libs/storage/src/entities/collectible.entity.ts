import { big, flag, int, json, nullable, primary, table, text } from '../database/columns.js';

export interface CollectionRow {
  id: number;
  workspaceId: number;
  name: string;
  description: string;
  imageUrl: string;
  provider: 'ledger' | 'evm';
  supply: number | null;
  /** Serials given away so far. */
  mintedCount: number;
  transferable: boolean;
  metadata: unknown;
  chain: unknown;
  createdAt: number;
}
export const Collection = table<CollectionRow>(
  'collection',
  {
    id: primary(big()),
    workspaceId: big(),
    name: text(),
    description: text(1000),
    imageUrl: text(1000),
    provider: text(16),
    supply: nullable(int()),
    mintedCount: int(),
    transferable: flag(),
    metadata: json(),
    chain: nullable(json()),
    createdAt: big(),
  },
  { ix_collection_workspace: ['workspaceId'] },
);

export interface MintRow {
  id: number;
  workspaceId: number;
  collectionId: number;
  serial: number;
  contactId: number;
  runId: number;
  nodeId: string;
  visit: number;
  state: 'minted' | 'reserved' | 'failed';
  mintedAt: number | null;
  /** Ledger provider: the hash of the serial before; 64 zeros for the first. */
  previousHash: string | null;
  hash: string | null;
  txHash: string | null;
  reason: string | null;
}
export const Mint = table<MintRow>(
  'mint',
  {
    id: primary(big()),
    workspaceId: big(),
    collectionId: big(),
    serial: int(),
    contactId: big(),
    runId: big(),
    nodeId: text(64),
    visit: int(),
    state: text(16),
    mintedAt: nullable(big()),
    previousHash: nullable(text(64)),
    hash: nullable(text(64)),
    txHash: nullable(text(66)),
    reason: nullable(text(255)),
  },
  {
    ux_mint_serial: ['collectionId', 'serial'],
    ux_mint_visit: ['runId', 'nodeId', 'visit'],
    ix_mint_contact: ['workspaceId', 'contactId'],
  },
);
