import { fingerprint, readSignature } from '@sojourn/packaging';
import { pluginPublishers, type Tx } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { publisherOf } from './package.service.js';
import { unknownKey } from './refusals.js';
import type { Staged } from './staged.js';

/** What became of a publisher's key, for the audit trail. */
export interface KeyDeed {
  readonly what: 'key-trusted' | 'key-rotated';
  readonly details: object;
}

/**
 * Pins the key that signed, where that is new; throws `plugin.unknown-key` when nobody said that it is the right one. Answers what
 * is to be written down of it, at the end of the transaction: see `recordAudit`.
 */
export async function trustKeyOf(
  tx: Tx,
  { workspaceId, userId }: Caller,
  { own, judgement: { trust } }: Staged,
  { trustKey = false, now }: { readonly trustKey?: boolean | undefined; readonly now: number },
): Promise<KeyDeed | undefined> {
  if (trust.kind === 'known' || trust.kind === 'wrong') return undefined; // wrong ones did not come this far
  const { key } = readSignature(JSON.parse(own.signature ?? 'null'));
  const publisher = publisherOf(own.plugin);
  const pin = { workspaceId, publisher, pinnedAt: now, pinnedBy: userId };
  if (trust.kind === 'unknown') {
    if (!trustKey) throw unknownKey(own.plugin, key.id);
    await pluginPublishers.pin(tx, { ...pin, keyId: key.id, publicKey: key.publicKey, how: 'trusted' });
    return { what: 'key-trusted', details: { publisher, key: key.id, fingerprint: fingerprint(key.id) } };
  }
  await pluginPublishers.retire(tx, { workspaceId, publisher, keyId: trust.from, at: now });
  for (const step of trust.chain) {
    await pluginPublishers.pin(tx, { ...pin, keyId: step.id, publicKey: step.publicKey, how: 'rotated' });
    if (step.id !== key.id) await pluginPublishers.retire(tx, { workspaceId, publisher, keyId: step.id, at: now });
  }
  return { what: 'key-rotated', details: { publisher, from: trust.from, to: key.id, steps: trust.chain.length } };
}
