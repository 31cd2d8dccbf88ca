import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { integrityOf, pack } from '@sojourn/packaging';
import { samplePackageFiles, type SamplePackage } from '@sojourn/packaging/testing';
import type { PrivateRegistry } from '@sojourn/tools';

/** Publishes a package as its author would: plain `npm publish` in a folder with its files. */
export async function publish(registry: PrivateRegistry, own: SamplePackage): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sojourn-publish-'));
  try {
    for (const [file, text] of samplePackageFiles(own)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    await registry.npm(['publish', '--access', 'public'], { cwd: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Stored {
  readonly versions: Record<
    string,
    { dist: { tarball: string; integrity: string; shasum?: string }; deprecated?: string }
  >;
}

/**
 * What somebody does who has the registry in hand: puts other bytes in the place of a version. With `hides`, what the registry
 * promises of the bytes is changed along with them.
 */
export async function replaceTarball(
  registry: PrivateRegistry,
  name: string,
  version: string,
  own: SamplePackage,
  { hides }: { readonly hides: boolean },
): Promise<void> {
  const bytes = await pack(samplePackageFiles(own));
  const folder = path.join(registry.storage, name);
  const document = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Stored;
  const { dist } = document.versions[version]!; // published before
  await writeFile(path.join(folder, path.basename(dist.tarball)), bytes);
  if (!hides) return;
  dist.integrity = integrityOf(bytes);
  // Verdaccio holds no documents in memory: what lies there is what it says.
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(document));
}
