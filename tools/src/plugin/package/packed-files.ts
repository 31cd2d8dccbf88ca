import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '@sojourn/kernel';
import { npm } from '../../registry/npm.js';

/**
 * What `npm publish` would put into the package, by path. npm itself tells, so that what is signed is what is sent. Throws UserError
 * `cli.secret-in-package` when a private key would go along.
 */
export async function packedFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const { stdout } = await npm(['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder });
  const [told] = JSON.parse(stdout) as readonly { readonly files: readonly { readonly path: string }[] }[];
  const files = new Map<string, Buffer>();
  for (const { path: name } of told?.files ?? []) files.set(name, await readFile(path.join(folder, name)));
  for (const [name, bytes] of files) {
    if (!bytes.includes('PRIVATE KEY-----')) continue;
    throw new UserError(
      `${name} holds a private key and would be published: list what belongs into the package under "files" in package.json.`,
      { code: 'cli.secret-in-package' },
    );
  }
  return files;
}
