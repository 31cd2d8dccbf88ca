import type { PluginManifest } from '@sojourn/plugin-sdk';
import { fileHash, pinHash, type FileHashes } from './hashes.js';
import { MANIFEST_FILE } from './limits.js';

/** A bundle as it is kept: text and nothing read out of it. */
export interface StoredBundle {
  readonly hash: string;
  /** JSON. */
  readonly files: string;
  readonly manifest: string;
  readonly code: string | null;
}

/**
 * Whether stored bytes are still those that were signed: the list of files is the one the hash names, and manifest and code are
 * the files it lists. False for a bundle that a disk, a restore or a hand has changed.
 */
export function isIntact({ hash, files, manifest, code }: StoredBundle): boolean {
  try {
    const hashes = JSON.parse(files) as FileHashes;
    if (pinHash(hashes) !== hash || hashes[MANIFEST_FILE] !== fileHash(manifest)) return false;
    const { main } = JSON.parse(manifest) as PluginManifest;
    return main === undefined ? code === null : code !== null && hashes[main] === fileHash(code);
  } catch {
    return false; // no longer JSON
  }
}
