import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '@sojourn/plugin-sdk/engine';

const HMAC = { 'hmac-sha256': 'sha256', 'hmac-sha1': 'sha1', 'hmac-sha512': 'sha512' } as const;
/** Longer than any of them. */
const LONGEST_SIGNATURE = 2_048;

export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = ['hmac-sha256', 'hmac-sha1', 'hmac-sha512', 'rsa-sha256', 'sorted-sha1']; // prettier-ignore

/**
 * Whether what was posted was signed by whoever has the secret. For `rsa-sha256` the secret is the sender's public key: PEM, or the
 * base64 of its DER. For `sorted-sha1` it is put among the texts. False for whatever is no signature, or no key.
 */
export function isPostedSignature(
  secret: string,
  of: {
    readonly algorithm: SignatureAlgorithm;
    readonly texts: readonly string[];
    readonly signature: string;
    readonly encoding: 'hex' | 'base64';
  },
): boolean {
  const { algorithm, texts, encoding } = of;
  const given = Buffer.from(of.signature.slice(0, LONGEST_SIGNATURE), encoding);
  if (algorithm === 'rsa-sha256') {
    const key = publicKeyOf(secret);
    return key !== undefined && verify('sha256', Buffer.from(texts.join('')), key, given);
  }
  const expected =
    algorithm === 'sorted-sha1'
      ? createHash('sha1').update([secret, ...texts].sort().join('')).digest() // prettier-ignore
      : createHmac(HMAC[algorithm], secret).update(texts.join('')).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function publicKeyOf(text: string): KeyObject | undefined {
  try {
    const key = text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined; // no key
  }
}
