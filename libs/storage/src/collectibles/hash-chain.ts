import { createHash } from 'node:crypto';

/** What stands before the first mint of a collection. */
export const FIRST_HASH = '0'.repeat(64);

/** What the chain seals of one mint. */
export interface SealedMint {
  readonly id: number;
  readonly workspaceId: number;
  readonly collectionId: number;
  readonly serial: number;
  readonly contactId: number;
  readonly runId: number;
  readonly nodeId: string;
  readonly visit: number;
  readonly mintedAt: number;
}

/**
 * SHA-256 (hex) of the previous mint's hash followed by this mint as JSON with its keys in alphabetical order:
 * changing, removing or inserting one breaks every hash after it.
 */
export function hashMint(previousHash: string, mint: SealedMint): string {
  const { collectionId, contactId, id, mintedAt, nodeId, runId, serial, visit, workspaceId } = mint;
  const canonical = JSON.stringify({
    collectionId,
    contactId,
    id,
    mintedAt,
    nodeId,
    runId,
    serial,
    visit,
    workspaceId,
  });
  return createHash('sha256').update(previousHash).update(canonical).digest('hex');
}
