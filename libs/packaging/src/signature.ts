import type { Json } from '@sojourn/kernel';
import type { FileHashes } from './hashes.js';
import { isSignedBy, publicKeyOf, signJson, type PublicKey } from './keys.js';
import { refusal } from './refusal.js';

/** The old key says which one comes after it. */
export interface Rotation {
  /** Id of the old key. */
  readonly from: string;
  readonly to: PublicKey;
  /** Of the old key over `{ from, to }`. */
  readonly signature: string;
}

/** `sojourn.signature.json`. */
export interface PackageSignature {
  readonly format: 1;
  readonly plugin: string;
  readonly version: string;
  readonly files: FileHashes;
  readonly key: PublicKey;
  /** Over the canonical JSON of `{ format, plugin, version, files }`. */
  readonly signature: string;
  /** From the first key to the one that signed, oldest first. */
  readonly rotations?: readonly Rotation[];
}

const MOST_ROTATIONS = 32;

export function signPackage(
  own: { readonly plugin: string; readonly version: string; readonly files: FileHashes },
  privateKey: string,
  rotations: readonly Rotation[] = [],
): PackageSignature {
  const said = { format: 1 as const, plugin: own.plugin, version: own.version, files: own.files };
  return {
    ...said,
    key: publicKeyOf(privateKey),
    signature: signJson(said, privateKey),
    ...(rotations.length > 0 && { rotations }),
  };
}

/** Hands the publisher's name over to another key. */
export function rotateKey(oldPrivateKey: string, to: PublicKey): Rotation {
  const from = publicKeyOf(oldPrivateKey).id;
  const heir = { id: to.id, publicKey: to.publicKey };
  return { from, to: heir, signature: signJson({ from, to: heir }, oldPrivateKey) };
}

/** Reads `sojourn.signature.json` by its shape alone. Throws UserError `package.signature-unreadable`. */
export function readSignature(value: unknown): PackageSignature {
  const { format, plugin, version, files, key, signature, rotations = [] } = asRecord(value);
  const sound =
    format === 1 &&
    typeof plugin === 'string' &&
    typeof version === 'string' &&
    typeof signature === 'string' &&
    isTexts(files) &&
    isKey(key) &&
    Array.isArray(rotations) &&
    rotations.length <= MOST_ROTATIONS &&
    rotations.every((one) => isRotation(asRecord(one)));
  if (!sound) throw refusal('sojourn.signature.json is not a signature of format 1. Sign the package again.', { code: 'package.signature-unreadable' }); // prettier-ignore
  return value as PackageSignature; // just looked at
}

/** Whether the key it names has signed exactly this list of files. */
export function isSignatureValid({ format, plugin, version, files, key, signature }: PackageSignature): boolean {
  return isSignedBy({ format, plugin, version, files }, signature, key);
}

/**
 * The keys that a signature's rotations lead through, from a pinned key to the one that signed, without the pinned one; undefined
 * when no unbroken chain leads there. Each step must be signed by the key before it.
 */
export function chainFrom(
  pinned: PublicKey,
  { key, rotations = [] }: Pick<PackageSignature, 'key' | 'rotations'>,
): readonly PublicKey[] | undefined {
  if (isSame(pinned, key)) return [];
  const chain: PublicKey[] = [];
  const seen = new Set<string>([pinned.id]);
  let current = pinned;
  for (;;) {
    const next = rotations.find(
      ({ from, to, signature }) =>
        from === current.id && !seen.has(to.id) && isSignedBy({ from, to: { id: to.id, publicKey: to.publicKey } }, signature, current), // prettier-ignore
    );
    if (!next) return undefined;
    current = { id: next.to.id, publicKey: next.to.publicKey };
    seen.add(current.id);
    chain.push(current);
    if (isSame(current, key)) return chain;
  }
}

const isSame = (a: PublicKey, b: PublicKey): boolean => a.id === b.id && a.publicKey === b.publicKey;
const asRecord = (value: unknown): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, Json>) : {};
const isTexts = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'string'); // prettier-ignore
function isKey(value: unknown): boolean {
  const { id, publicKey } = asRecord(value);
  return typeof id === 'string' && /^[0-9a-f]{16}$/.test(id) && typeof publicKey === 'string' && publicKey.length <= 180; // prettier-ignore
}
const isRotation = ({ from, to, signature }: Readonly<Record<string, Json>>): boolean =>
  typeof from === 'string' && typeof signature === 'string' && isKey(to);
