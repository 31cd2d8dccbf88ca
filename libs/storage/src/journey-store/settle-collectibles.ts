import { groupBy, UnexpectedError } from '@sojourn/kernel';
import { FIRST_HASH, hashMint } from '../collectibles/hash-chain.js';
import type { Tx } from '../database/database.js';
import { unique } from '../database/read.js';
import { insertRows } from '../database/write.js';
import { findByReference } from './references.js';
import type { Answer, AskOf } from './settle.js';

type CollectibleAsk = AskOf<'collectible.reserve'>;
type CollectibleAnswer = Extract<Answer, { kind: 'collectible.reserve' }>;

interface Collection {
  readonly id: number;
  readonly name: string;
  readonly provider: 'ledger' | 'evm';
  readonly supply: number | null;
  readonly mintedCount: number;
}

const COLLECTION = 'id, name, provider, supply, minted_count AS mintedCount';

/** Gives out serials, collection by collection in ascending order, each collection's row locked meanwhile. */
export async function settleCollectibles(
  tx: Tx,
  asks: readonly CollectibleAsk[],
  now: number,
): Promise<Map<number, CollectibleAnswer>> {
  const answers = new Map<number, CollectibleAnswer>();
  for (const [workspaceId, group] of groupBy(asks, (ask) => ask.workspaceId)) {
    const names = unique(group.map(({ ask }) => ask.collection));
    const collections = await findByReference<Collection>(tx, 'collection', COLLECTION, workspaceId, names);
    const wanted = groupBy(group, ({ ask }) => collections.get(ask.collection));
    for (const ask of wanted.get(undefined) ?? [])
      answers.set(ask.runId, { kind: 'collectible.reserve', status: 'missing' });
    const known = [...wanted]
      .flatMap(([collection, of]) => (collection ? [{ collection, of }] : []))
      .sort((a, b) => a.collection.id - b.collection.id);
    for (const { collection, of } of known) await mint(tx, collection, of, now, answers);
  }
  return answers;
}

async function mint(
  tx: Tx,
  collection: Collection,
  asks: readonly CollectibleAsk[],
  now: number,
  answers: Map<number, CollectibleAnswer>,
): Promise<void> {
  const { name } = collection;
  const left = collection.supply === null ? asks.length : Math.max(0, collection.supply - collection.mintedCount);
  for (const { runId } of asks.slice(left))
    answers.set(runId, { kind: 'collectible.reserve', status: 'soldOut', name });
  const served = asks.slice(0, left);
  if (served.length === 0) return;
  const { affected } = await tx.run(
    'UPDATE `collection` SET minted_count = minted_count + ? WHERE id = ? AND minted_count = ?',
    [served.length, collection.id, collection.mintedCount],
  );
  if (affected !== 1)
    throw new UnexpectedError(`Collection ${collection.id} was minted from by someone else while locked.`, {
      code: 'collectible.not-locked',
    });

  const ids = await tx.take('mint', served.length);
  const ledger = collection.provider === 'ledger';
  let previousHash = ledger ? await headHash(tx, collection) : null;
  const rows = served.map((ask, i) => {
    const id = ids[i]!; // as many ids as asks
    const { workspaceId, contactId, runId, nodeId, visit, at: mintedAt = now } = ask;
    const serial = collection.mintedCount + i + 1;
    const before = previousHash;
    const hash =
      before === null
        ? null
        : hashMint(before, {
            id,
            workspaceId,
            collectionId: collection.id,
            serial,
            contactId,
            runId,
            nodeId,
            visit,
            mintedAt,
          });
    previousHash = hash;
    answers.set(
      runId,
      hash === null
        ? { kind: 'collectible.reserve', status: 'reserved', name, mintId: id, serial }
        : { kind: 'collectible.reserve', status: 'minted', name, mintId: id, serial, proof: hash },
    );
    return [
      id,
      workspaceId,
      collection.id,
      serial,
      contactId,
      runId,
      nodeId,
      visit,
      ledger ? 'minted' : 'reserved',
      ledger ? mintedAt : null,
      before,
      hash,
    ];
  });
  await insertRows(
    tx,
    'mint',
    [
      'id',
      'workspace_id',
      'collection_id',
      'serial',
      'contact_id',
      'run_id',
      'node_id',
      'visit',
      'state',
      'minted_at',
      'previous_hash',
      'hash',
    ],
    rows,
  );
}

async function headHash(tx: Tx, { id, mintedCount }: Collection): Promise<string> {
  const [head] = await tx.rows<{ hash: string | null }>(
    'SELECT hash FROM mint WHERE collection_id = ? AND serial = ?',
    [id, mintedCount],
  );
  return head?.hash ?? FIRST_HASH;
}
