import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '@sojourn/kernel';
import { generateKey, publicKeyOf, rotateKey, type Rotation } from '@sojourn/packaging';
import type { Project } from '../project.js';

/** A publisher's key as it lies on the disk, readable by its owner alone. */
export interface KeyFile {
  readonly id: string;
  /** SPKI DER, base64. */
  readonly publicKey: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** From the publisher's first key to this one; they go along with every signature. */
  readonly rotations: readonly Rotation[];
}

export const publisherOf = ({ manifest }: Project): string => manifest.id.split('.')[0] ?? manifest.id;

/** Where a plugin's key is looked for when nobody says: beside plugin.json, out of git and out of the package. */
export function keyPath(project: Project): string {
  return process.env['SOJOURN_PLUGIN_KEY'] ?? path.join(project.folder, `${publisherOf(project)}.key`);
}

/** Makes a key; after an older one when that is given. Throws UserError `cli.key-exists` rather than lose one. */
export async function makeKey(file: string, after?: KeyFile): Promise<KeyFile> {
  if (existsSync(file)) {
    throw new UserError(
      `There is a key at ${file} already: a lost key cannot be made again, so it is not overwritten.`,
      {
        code: 'cli.key-exists',
      },
    );
  }
  const { id, publicKey, privateKey } = generateKey();
  const rotations = after ? [...after.rotations, rotateKey(after.privateKey, { id, publicKey })] : [];
  const key: KeyFile = { id, publicKey, privateKey, rotations };
  await writeFile(file, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

/** Throws UserError `cli.no-key` with what to do. */
export async function readKey(file: string): Promise<KeyFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`There is no key at ${file}: make one with "plugin keygen", or name yours with --key FILE.`, {
      code: 'cli.no-key',
      cause: error,
    });
  }
  try {
    const { privateKey, rotations = [] } = JSON.parse(text) as KeyFile;
    return { ...publicKeyOf(privateKey), privateKey, rotations };
  } catch (error) {
    throw new UserError(`${file} is not a key of "plugin keygen": name the right file with --key, or make a key.`, {
      code: 'cli.no-key',
      cause: error,
    });
  }
}
