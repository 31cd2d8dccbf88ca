import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRegistry, type PrivateRegistry } from './verdaccio.js';

let registry: PrivateRegistry;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry();
  folder = await mkdtemp(path.join(tmpdir(), 'sojourn-package-'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: '@acme/hello', version: '1.0.0' }));
}, 90_000);
afterAll(async () => {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const versions = async (): Promise<string[]> => {
  const answer = await fetch(`${registry.url}/@acme%2fhello`);
  return answer.ok ? Object.keys(((await answer.json()) as { versions: object }).versions) : [];
};

it(
  'takes a package from its user, keeps it through a pause, and from nobody without a token',
  { timeout: 90_000 },
  async () => {
    await expect(registry.npm(['publish', '--access', 'public'], { cwd: folder, token: 'nobody' })).rejects.toThrow(/npm publish/); // prettier-ignore
    expect(await versions()).toEqual([]);
    await registry.npm(['publish', '--access', 'public'], { cwd: folder });
    expect(await versions()).toEqual(['1.0.0']);
    await registry.down();
    await expect(fetch(registry.url)).rejects.toThrow();
    await registry.up();
    expect(await versions()).toEqual(['1.0.0']);
  },
);
