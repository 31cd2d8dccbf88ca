import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.js';

/** Every file of a package but its signature, by path: `sha256-<base64>`. */
export type FileHashes = { readonly [path: string]: string };

export function fileHash(bytes: Uint8Array | string): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

export function fileHashes(files: ReadonlyMap<string, Uint8Array>): FileHashes {
  return Object.fromEntries([...files].map(([path, bytes]) => [path, fileHash(bytes)] as const).sort());
}

/** What a drawing is pinned to: SHA-256, hex, of the canonical JSON of the list of files with their hashes. */
export function pinHash(files: FileHashes): string {
  return createHash('sha256').update(canonicalJson(files)).digest('hex');
}

/** Subresource integrity of a whole package, as registries give it: `sha512-<base64>`. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
