import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Texts of a folder, whatever lies below it, by `<as>/<path>`. */
export async function filesBelow(folder: string, as: string): Promise<readonly (readonly [string, string])[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = found.filter((one) => one.isFile()).map((one) => path.relative(folder, path.join(one.parentPath, one.name))); // prettier-ignore
  return Promise.all(
    names.map(
      async (name) =>
        [`${as}/${name.split(path.sep).join('/')}`, await readFile(path.join(folder, name), 'utf8')] as const,
    ),
  );
}
