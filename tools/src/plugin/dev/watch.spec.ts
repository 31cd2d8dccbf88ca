import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { watchFolder } from './watch.js';

it('tells of sources, once they are quiet, and of nothing that tools write', { timeout: 20_000 }, async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-watch-'));
  for (const folder of ['src', 'dist']) await mkdir(path.join(home, folder));
  const told: string[][] = [];
  const stop = watchFolder(home, (files) => void told.push([...files].sort()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    for (const name of ['dist/plugin.js', 'acme.key', 'src/a.ts', 'src/b.ts', 'plugin.json'])
      await writeFile(path.join(home, name), 'x');
    await vi.waitFor(() => expect(told).not.toEqual([]), { timeout: 10_000 });
    expect(told.flat().sort()).toEqual(['plugin.json', 'src/a.ts', 'src/b.ts']);
    // As many editors save, twice.
    for (const text of ['one', 'three']) {
      told.length = 0;
      await writeFile(path.join(home, 'src/a.ts~'), text);
      await rename(path.join(home, 'src/a.ts~'), path.join(home, 'src/a.ts'));
      await vi.waitFor(() => expect(told).toEqual([['src/a.ts']]), { timeout: 10_000 });
    }
  } finally {
    stop();
    await rm(home, { recursive: true, force: true });
  }
});
