import type { JsonObject } from '@sojourn/kernel';
import { FIRST_HASH, hashMint, type SealedMint } from '../collectibles/hash-chain.js';
import type { Reader, Tx } from '../database/database.js';
import { parseJson, toJson } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { displayName } from '../views/names.js';

export interface CollectionLine {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Empty for none. */
  readonly imageUrl: string;
  readonly provider: 'ledger' | 'evm';
  readonly supply: number | null;
  readonly mintedCount: number;
  readonly transferable: boolean;
  readonly metadata: JsonObject;
  readonly chain: JsonObject | null;
  readonly createdAt: number;
}

export interface MintLine {
  readonly id: number;
  readonly serial: number;
  readonly contactId: number;
  readonly contactName: string | null;
  readonly state: string;
  readonly mintedAt: number | null;
  readonly previousHash: string | null;
  readonly hash: string | null;
  readonly txHash: string | null;
  readonly reason: string | null;
}

type Stored = Omit<CollectionLine, 'metadata' | 'chain' | 'transferable'> & {
  metadata: string;
  chain: string | null;
  transferable: number;
};

const COLUMNS =
  'id, name, description, image_url AS imageUrl, provider, supply, minted_count AS mintedCount, transferable, metadata, chain, created_at AS createdAt';
const read1 = (row: Stored): CollectionLine => ({
  ...row,
  transferable: Boolean(row.transferable),
  metadata: parseJson<JsonObject>(row.metadata) ?? {},
  chain: parseJson<JsonObject>(row.chain) ?? null,
});

export async function list(read: Reader, workspaceId: number): Promise<CollectionLine[]> {
  return (
    await read.rows<Stored>(`SELECT ${COLUMNS} FROM collection WHERE workspace_id = ? ORDER BY id DESC`, [workspaceId])
  ).map(read1);
}

export async function find(read: Reader, workspaceId: number, id: number): Promise<CollectionLine | undefined> {
  return (
    await read.rows<Stored>(`SELECT ${COLUMNS} FROM collection WHERE workspace_id = ? AND id = ?`, [workspaceId, id])
  ).map(read1)[0];
}

export async function add(
  tx: Tx,
  workspaceId: number,
  own: Omit<CollectionLine, 'id' | 'mintedCount'>,
): Promise<number> {
  const [id] = (await tx.take('collection', 1)) as [number]; // one was asked for
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
      'supply',
      'minted_count',
      'transferable',
      'metadata',
      'chain',
      'created_at',
    ],
    [
      [
        id,
        workspaceId,
        own.name,
        own.description,
        own.imageUrl,
        own.provider,
        own.supply,
        0,
        own.transferable,
        toJson(own.metadata),
        own.chain === null ? null : toJson(own.chain),
        own.createdAt,
      ],
    ],
  );
  return id;
}

/** By descending serial, below `before`. */
export async function mints(
  read: Reader,
  query: {
    readonly workspaceId: number;
    readonly collectionId: number;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<MintLine[]> {
  return read.rows(
    `SELECT m.id, m.serial, m.contact_id AS contactId, ${displayName('c')} AS contactName, m.state, m.minted_at AS mintedAt, m.previous_hash AS previousHash, m.hash,
       m.tx_hash AS txHash, m.reason
     FROM mint m LEFT JOIN contact c ON c.id = m.contact_id WHERE m.workspace_id = ? AND m.collection_id = ? AND m.serial < ? ORDER BY m.serial DESC LIMIT ?`,
    [query.workspaceId, query.collectionId, query.before ?? Number.MAX_SAFE_INTEGER, query.limit],
  );
}

type Sealed = SealedMint & { readonly previousHash: string | null; readonly hash: string | null };

/** Computes the hash chain of a ledger again, from the first serial; `brokenAt` is the first serial that does not fit. */
export async function verify(
  read: Reader,
  workspaceId: number,
  collectionId: number,
): Promise<{ ok: boolean; checked: number; brokenAt: number | null }> {
  let [checked, last, previous] = [0, 0, FIRST_HASH];
  for (;;) {
    const page = await read.rows<Sealed>(
      `SELECT id, workspace_id AS workspaceId, collection_id AS collectionId, serial, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit,
         minted_at AS mintedAt, previous_hash AS previousHash, hash
       FROM mint WHERE workspace_id = ? AND collection_id = ? AND hash IS NOT NULL AND serial > ? ORDER BY serial LIMIT ?`,
      [workspaceId, collectionId, last, VERIFY_PAGE],
    );
    for (const mint of page) {
      if (mint.previousHash !== previous || mint.hash !== hashMint(previous, mint))
        return { ok: false, checked, brokenAt: mint.serial };
      previous = mint.hash;
      last = mint.serial;
      checked++;
    }
    if (page.length < VERIFY_PAGE) return { ok: true, checked, brokenAt: null };
  }
}

const VERIFY_PAGE = 1_000;
