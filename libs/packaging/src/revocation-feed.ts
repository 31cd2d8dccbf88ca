import type { Json, LocalText } from '@sojourn/kernel';
import { UserError } from '@sojourn/kernel';
import { isSignedBy, keyId, publicKeyOf, signJson } from './keys.js';

/** One plugin that must not run any more, wherever it is installed. */
export interface RevocationEntry {
  readonly plugin: string;
  /** Exact versions; `['*']` means all. */
  readonly versions?: readonly string[];
  /** Or exactly these bytes. */
  readonly hash?: string;
  readonly reason: LocalText;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface RevocationFeed {
  /** Rises with every feed: an older one is refused. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly entries: readonly RevocationEntry[];
  readonly keyId: string;
  /** Over the canonical JSON of everything else. */
  readonly signature: string;
}

export function signFeed(
  own: { readonly seq: number; readonly issuedAt: number; readonly entries: readonly RevocationEntry[] },
  privateKey: string,
): RevocationFeed {
  const said = { seq: own.seq, issuedAt: own.issuedAt, entries: own.entries, keyId: publicKeyOf(privateKey).id };
  return { ...said, signature: signJson(said as unknown as Json, privateKey) };
}

/** Reads a feed that this key (SPKI DER, base64) signed. Throws UserError `revocation.*`. */
export function readFeed(text: string, publicKey: string): RevocationFeed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refused('The revocation feed is not JSON.', { code: 'revocation.unreadable', cause });
  }
  if (!isFeed(value)) throw refused('The revocation feed has not the shape of one.', { code: 'revocation.unreadable' });
  const { signature, ...said } = value;
  if (
    !isSignedBy(said as unknown as Json, signature, { id: keyId(publicKey), publicKey }) ||
    said.keyId !== keyId(publicKey)
  )
    // prettier-ignore
    throw refused('The revocation feed is not signed by the key that SOJOURN_REVOCATION_KEY names.', { code: 'revocation.wrong-signature' });
  return value;
}

function isFeed(value: unknown): value is RevocationFeed {
  const { seq, issuedAt, entries, keyId: id, signature } = (value ?? {}) as Partial<RevocationFeed>;
  const isMoment = (moment: unknown): boolean => Number.isSafeInteger(moment) && (moment as number) >= 0;
  return (
    isMoment(seq) &&
    isMoment(issuedAt) &&
    typeof id === 'string' &&
    typeof signature === 'string' &&
    Array.isArray(entries) &&
    entries.length <= 10_000 &&
    entries.every(
      (entry: Partial<RevocationEntry> | null) =>
        typeof entry?.plugin === 'string' &&
        entry.plugin.length <= 129 &&
        isMoment(entry.at) &&
        typeof entry.reason?.en === 'string' &&
        typeof entry.reason['zh-CN'] === 'string' &&
        ((Array.isArray(entry.versions) &&
          entry.versions.every((one) => typeof one === 'string' && one.length <= 64)) ||
          (typeof entry.hash === 'string' && /^[0-9a-f]{64}$/.test(entry.hash))),
    )
  );
}

function refused(message: string, own: { readonly code: string; readonly cause?: unknown }): UserError {
  return new UserError(message, { ...own, status: 422 });
}
