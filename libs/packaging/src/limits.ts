/** What a package may be at most. Beyond it nothing is read any further. */
export const PACKAGE_LIMITS = {
  packedBytes: 5 * 1024 * 1024,
  unpackedBytes: 20 * 1024 * 1024,
  files: 200,
  pathLength: 200,
  iconBytes: 16 * 1024,
  manifestBytes: 512 * 1024,
  signatureBytes: 256 * 1024,
  /** Of the bundle: what the sandbox takes. */
  codeCharacters: 4 * 1024 * 1024,
} as const;

/** Files with a meaning of their own. */
export const MANIFEST_FILE = 'plugin.json';
export const SIGNATURE_FILE = 'sojourn.signature.json';
