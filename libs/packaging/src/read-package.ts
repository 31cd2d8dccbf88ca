import type { PluginManifest } from '@sojourn/plugin-sdk';
import { fileHashes, integrityOf, pinHash, type FileHashes } from './hashes.js';
import { iconFault } from './icons.js';
import { jsonOf, textOf } from './json-text.js';
import { MANIFEST_FILE, PACKAGE_LIMITS, SIGNATURE_FILE } from './limits.js';
import { readManifest } from './manifest-file.js';
import { readPackageJson, type PackageJson } from './package-json.js';
import { refusal } from './refusal.js';
import { isSignatureValid, readSignature, type PackageSignature } from './signature.js';
import { unpack } from './unpack.js';

/** A package that holds to all rules but trust: who signed it is known, whether to believe them is not decided here. */
export interface PluginPackage {
  readonly npm: PackageJson;
  readonly manifest: PluginManifest;
  /** `plugin.json` as it lies in the package: the hash in `files` is over these bytes. */
  readonly manifestText: string;
  /** The bundle; null when every node is declarative. */
  readonly code: string | null;
  /** By path. */
  readonly icons: { readonly [path: string]: string };
  readonly files: FileHashes;
  /** What a drawing is pinned to. */
  readonly hash: string;
  /** `sha512-...` of the bytes given. */
  readonly integrity: string;
  readonly signature: PackageSignature;
  /** `sojourn.signature.json` as it lies in the package. */
  readonly signatureText: string;
}

/** Everything of a package but its signature: what there is to sign. */
export type UnsignedPackage = Omit<PluginPackage, 'signature' | 'signatureText' | 'integrity'>;

/**
 * Reads an npm package (`.tgz`) with a plugin. Its files are exactly those that are signed, byte for byte, and the signature is
 * by the key it names. Throws UserError `package.*` (422) for everything else.
 */
export async function readPackage(packed: Uint8Array): Promise<PluginPackage> {
  const files = await unpack(packed);
  const signed = files.get(SIGNATURE_FILE);
  if (!signed)
    throw refusal(`The package has no ${SIGNATURE_FILE}. Sign it with \`sojourn plugin sign\`.`, {
      code: 'package.unsigned',
    });
  within(SIGNATURE_FILE, signed.length, PACKAGE_LIMITS.signatureBytes);
  const signature = readSignature(jsonOf(SIGNATURE_FILE, signed));
  const own = readFiles(files);
  compare(signature, own);
  if (!isSignatureValid(signature))
    throw refusal(`The signature of ${own.manifest.id} ${own.manifest.version} does not fit its list of files. Do not install it; ask its publisher.`, { code: 'package.signature-wrong', plugin: own.manifest.id, version: own.manifest.version }); // prettier-ignore
  return { ...own, integrity: integrityOf(packed), signature, signatureText: textOf(SIGNATURE_FILE, signed) };
}

/** Holds the files of a package against every rule but the signature: for `sign`, which comes before there is one. */
export function readFiles(all: ReadonlyMap<string, Uint8Array>): UnsignedPackage {
  const files = new Map([...all].filter(([path]) => path !== SIGNATURE_FILE));
  const npm = readPackageJson(jsonOf('package.json', need(files, 'package.json')), files.keys());
  const bytes = need(files, MANIFEST_FILE);
  within(MANIFEST_FILE, bytes.length, PACKAGE_LIMITS.manifestBytes);
  const manifest = readManifest(jsonOf(MANIFEST_FILE, bytes));
  if (npm.version !== manifest.version)
    throw refusal(`package.json says ${npm.version}, plugin.json ${manifest.version}.`, { code: 'package.two-versions', npm: npm.version, plugin: manifest.version }); // prettier-ignore
  const hashes = fileHashes(files);
  return {
    npm,
    manifest,
    manifestText: textOf(MANIFEST_FILE, bytes),
    code: codeOf(manifest, files),
    icons: iconsOf(manifest, files),
    files: hashes,
    hash: pinHash(hashes),
  };
}

function codeOf(manifest: PluginManifest, files: ReadonlyMap<string, Uint8Array>): string | null {
  if (manifest.main !== undefined) {
    const code = textOf(manifest.main, need(files, manifest.main));
    within(manifest.main, code.length, PACKAGE_LIMITS.codeCharacters);
    return code;
  }
  const node = manifest.nodes.find(({ declarative }) => declarative === undefined);
  if (node) throw refusal(`The node ${node.type} needs code, and plugin.json names no \`main\`.`, { code: 'package.no-code', type: node.type }); // prettier-ignore
  return null;
}

function iconsOf({ icons }: PluginManifest, files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const path of new Set(Object.values(icons ?? {}))) {
    const bytes = need(files, path);
    const fault = bytes.length > PACKAGE_LIMITS.iconBytes ? 'it is larger than 16 KB' : iconFault(textOf(path, bytes));
    if (fault !== undefined)
      throw refusal(`The icon ${path} is not taken: ${fault}.`, { code: 'package.bad-icon', path, fault });
    found[path] = textOf(path, bytes);
  }
  return found;
}

function within(what: string, length: number, most: number): void {
  if (length > most) throw refusal(`${what} is larger than ${most / 1024} KB.`, { code: 'package.too-large', limitMb: most / 1024 / 1024, what }); // prettier-ignore
}

function need(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw refusal(`The package has no ${path}.`, { code: 'package.missing-file', path });
  return bytes;
}

/** The list that was signed and the files that are there. */
function compare(signature: PackageSignature, { manifest, files }: UnsignedPackage): void {
  const subject = { plugin: manifest.id, version: manifest.version };
  if (signature.plugin !== manifest.id || signature.version !== manifest.version)
    throw refusal(`The signature is for ${signature.plugin} ${signature.version}, the package is ${manifest.id} ${manifest.version}.`, { code: 'package.signed-for-another', ...subject }); // prettier-ignore
  for (const [path, hash] of Object.entries(files)) {
    if (!Object.hasOwn(signature.files, path))
      throw refusal(`The package contains ${path}, which its publisher has not signed. Do not install it.`, { code: 'package.file-added', ...subject, path }); // prettier-ignore
    if (signature.files[path] !== hash)
      throw refusal(`${path} was changed after its publisher signed it. Do not install the package.`, { code: 'package.file-changed', ...subject, path }); // prettier-ignore
  }
  const gone = Object.keys(signature.files).find((path) => !Object.hasOwn(files, path));
  if (gone !== undefined)
    throw refusal(`${gone} was signed and is not in the package. Do not install it.`, { code: 'package.file-gone', ...subject, path: gone }); // prettier-ignore
}
