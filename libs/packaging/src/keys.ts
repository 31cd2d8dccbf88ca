import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Json } from '@sojourn/kernel';
import { canonicalJson } from './canonical.js';
import { refusal } from './refusal.js';

/** A publisher's public key. */
export interface PublicKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the key: what people compare. */
  readonly id: string;
  /** SPKI DER, base64. */
  readonly publicKey: string;
}

export interface KeyPair extends PublicKey {
  /** PKCS#8 PEM. Whoever has it signs in the publisher's name. */
  readonly privateKey: string;
}

/** A fresh Ed25519 key. */
export function generateKey(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    id: keyId(spki.toString('base64')),
    publicKey: spki.toString('base64'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

export function keyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
}

/** The public half of a private key (PKCS#8 PEM). Throws UserError `package.bad-key`. */
export function publicKeyOf(privateKey: string): PublicKey {
  try {
    const key = createPublicKey(createPrivateKey(privateKey));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is a ${key.asymmetricKeyType} key`);
    const publicKey = key.export({ format: 'der', type: 'spki' }).toString('base64');
    return { id: keyId(publicKey), publicKey };
  } catch (error) {
    throw badKey(error);
  }
}

/** Signs the canonical JSON of a value; base64. Throws UserError `package.bad-key`. */
export function signJson(value: Json, privateKey: string): string {
  publicKeyOf(privateKey);
  return sign(null, Buffer.from(canonicalJson(value)), createPrivateKey(privateKey)).toString('base64');
}

/** Whether a signature is this key's over exactly this value. False, too, for keys and signatures that are none. */
export function isSignedBy(value: Json, signature: string, { id, publicKey }: PublicKey): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    // One way to write a key: with blanks or bytes behind it, one key would have as many ids as somebody likes.
    const written = key.export({ format: 'der', type: 'spki' }).toString('base64');
    if (key.asymmetricKeyType !== 'ed25519' || written !== publicKey || keyId(publicKey) !== id) return false;
    return verify(null, Buffer.from(canonicalJson(value)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false; // not a key
  }
}

/** In groups of four, to be read out: `a1b2 c3d4 e5f6 0718`. */
export const fingerprint = (id: string): string => id.replaceAll(/(.{4})(?=.)/g, '$1 ');

function badKey(cause: unknown): Error {
  return Object.assign(refusal('This is not an Ed25519 private key in PEM (PKCS#8). Make one with `sojourn plugin keygen`.', { code: 'package.bad-key' }), { cause }); // prettier-ignore
}
