import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readFiles, SIGNATURE_FILE, signPackage, type PackageSignature } from '@sojourn/packaging';
import type { Project } from '../project.js';
import type { KeyFile } from './key-file.js';
import { packedFiles } from './packed-files.js';

export interface Signed {
  readonly file: string;
  readonly signature: PackageSignature;
  /** What drawings are pinned to. */
  readonly hash: string;
}

/** Signs every file that npm would pack and lays the signature beside plugin.json. Throws UserError `package.*`. */
export async function signProject({ folder }: Project, key: KeyFile): Promise<Signed> {
  const { manifest, files, hash } = readFiles(await packedFiles(folder));
  const signature = signPackage(
    { plugin: manifest.id, version: manifest.version, files },
    key.privateKey,
    key.rotations,
  );
  const file = path.join(folder, SIGNATURE_FILE);
  await writeFile(file, `${JSON.stringify(signature, null, 2)}\n`);
  return { file, signature, hash };
}
