import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pack } from '@sojourn/packaging';
import { repository } from '../../chaos/repository.js';
import { filesBelow } from './files-below.js';
import type { Packed } from './packed.js';

/** `npm create sojourn-plugin` as an npm package (`.tgz`): it is published as it stands. */
export async function packCreate(): Promise<Packed> {
  const home = path.join(repository(), 'tools/create-sojourn-plugin');
  const text = (file: string): Promise<string> => readFile(path.join(home, file), 'utf8');
  const packageJson = await text('package.json');
  const { name, version } = JSON.parse(packageJson) as { readonly name: string; readonly version: string };
  const files = new Map<string, string>([
    ['package.json', packageJson],
    ...(await Promise.all(['README.md', 'create.mjs', 'scaffold.mjs'].map(async (file) => [file, await text(file)] as const))), // prettier-ignore
    ...(await filesBelow(path.join(home, 'templates'), 'templates')),
  ]);
  return { name, version, bytes: await pack(files) };
}
