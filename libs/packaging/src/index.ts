export { canonicalJson } from './canonical.js';
export { beyond, carriedOver, dataOf, narrowed } from './capabilities.js';
export { capabilityWords } from './capability-words.js';
export { asksMore, diffManifests, type ManifestDiff } from './diff-manifests.js';
export { isVersionRaised, leastVersion } from './version-step.js';
export { channelWords, fieldWords } from './field-words.js';
export { fileHash, fileHashes, integrityOf, pinHash, type FileHashes } from './hashes.js';
export { iconFault } from './icons.js';
export { fingerprint, generateKey, keyId, publicKeyOf, type KeyPair, type PublicKey } from './keys.js';
export { MANIFEST_FILE, PACKAGE_LIMITS, SIGNATURE_FILE } from './limits.js';
export { editDistance, lookAlikes, skeleton } from './look-alike.js';
export type { ChangeClass, ManifestChange } from './manifest-change.js';
export { readManifest } from './manifest-file.js';
export { pack } from './pack.js';
export { isPackageName, readPackageJson, type PackageJson } from './package-json.js';
export { openPosting, type OpenedPosting } from './posted-secret.js';
export { isPostedSignature, SIGNATURE_ALGORITHMS } from './posted-signature.js';
export { readFiles, readPackage, type PluginPackage, type UnsignedPackage } from './read-package.js';
export { readFeed, signFeed, type RevocationEntry, type RevocationFeed } from './revocation-feed.js';
export { riskOf, type Risk, type RiskLevel } from './risk.js';
export {
  chainFrom,
  isSignatureValid,
  readSignature,
  rotateKey,
  signPackage,
  type PackageSignature,
  type Rotation,
} from './signature.js';
export { isIntact, type StoredBundle } from './stored.js';
export { packageTooLarge, unpack } from './unpack.js';
export { compareVersions, fitsRange, isExactVersion } from './versions.js';
