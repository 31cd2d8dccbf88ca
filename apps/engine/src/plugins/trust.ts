import { chainFrom, type PackageSignature, type PublicKey } from '@sojourn/packaging';
import type { PluginPublisherRow } from '@sojourn/storage';

/** How a signature stands to the keys that a workspace has pinned for its publisher. */
export type Trust =
  /** Signed by a pinned key. */
  | { readonly kind: 'known' }
  /** Signed by one that a pinned key handed over to; `from` retires, `chain` comes in its place. */
  | { readonly kind: 'rotated'; readonly from: string; readonly chain: readonly PublicKey[] }
  /** No key of this publisher is pinned: a person must say that this is the one. */
  | { readonly kind: 'unknown' }
  /** Signed by somebody else. */
  | { readonly kind: 'wrong'; readonly pinned: readonly string[] };

/** `keys`: everything ever pinned for the publisher, retired ones too. */
export function trustOf(
  keys: readonly PluginPublisherRow[],
  signature: Pick<PackageSignature, 'key' | 'rotations'>,
): Trust {
  const pinned = keys.filter(({ retiredAt }) => retiredAt === null);
  const retired = new Set(keys.filter(({ retiredAt }) => retiredAt !== null).map(({ keyId }) => keyId));
  if (pinned.length === 0) return { kind: 'unknown' };
  for (const { keyId, publicKey } of pinned) {
    const chain = chainFrom({ id: keyId, publicKey }, signature);
    if (chain?.length === 0) return { kind: 'known' };
    // A chain to a key that was given up, or by way of one, is somebody who found the old one.
    if (chain?.every(({ id }) => !retired.has(id))) return { kind: 'rotated', from: keyId, chain };
  }
  return { kind: 'wrong', pinned: pinned.map(({ keyId }) => keyId) };
}
