export { sampleFiles, sampleManifest, sampleNode, signedFiles } from './sample.fixture.js';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { fileHashes } from './hashes.js';
import { SIGNATURE_FILE } from './limits.js';
import { pack } from './pack.js';
import { sampleFiles, sampleManifest } from './sample.fixture.js';
import { signPackage, type Rotation } from './signature.js';

export interface SamplePackage {
  /** Changes to the sample manifest. */
  readonly manifest?: Partial<PluginManifest>;
  /** On npm; default `@acme/weather`. */
  readonly name?: string;
  readonly code?: string;
  /** Signed along with the rest, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** PKCS#8 PEM. */
  readonly key: string;
  readonly rotations?: readonly Rotation[];
  /** More of `package.json`. */
  readonly npm?: Record<string, unknown>;
  /** Done after signing, as somebody on the way would: `undefined` removes a file. */
  readonly tamper?: Readonly<Record<string, string | undefined>>;
}

/** For specs: the files of a signed package of the plugin `acme.weather`. */
export function samplePackageFiles(own: SamplePackage): Map<string, string> {
  const manifest: PluginManifest = { ...sampleManifest, ...own.manifest };
  const files = sampleFiles(manifest);
  const json = JSON.parse(files.get('package.json')!) as object; // every sample has one
  files.set('package.json', JSON.stringify({ ...json, ...(own.name !== undefined && { name: own.name }), ...own.npm }));
  if (own.code !== undefined) files.set('dist/plugin.js', own.code);
  for (const [path, text] of Object.entries(own.files ?? {})) files.set(path, text);
  const hashes = fileHashes(new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
  const { id: plugin, version } = manifest;
  files.set(SIGNATURE_FILE, JSON.stringify(signPackage({ plugin, version, files: hashes }, own.key, own.rotations)));
  for (const [path, text] of Object.entries(own.tamper ?? {}))
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  return files;
}

/** The same as `npm pack` would make it. */
export const samplePackage = (own: SamplePackage): Promise<Buffer> => pack(samplePackageFiles(own));
