import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleEngine, pluginCommand, signIn, startLocalEngine, type LocalEngine, type Session } from '@sojourn/tools';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

let home: string;
let engine: LocalEngine;
let owner: Session;
let key: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-dev-'));
  const program = await bundleEngine('dev', []);
  engine = await startLocalEngine({ dataDir: home, program, env: { SOJOURN_PLUGIN_DEV: 'on', SOJOURN_PLUGIN_REGISTRY: 'off' } }); // prettier-ignore
  owner = await signIn(engine.url, engine.token!); // nobody has set a password
  ({ key } = await owner.send<{ key: string }>('POST', '/api/api-keys', { name: 'dev', kind: 'secret' }));
}, 120_000);
afterAll(async () => {
  await engine?.stop();
  await rm(home, { recursive: true, force: true });
});

async function plugin(...args: string[]): Promise<string> {
  const said: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  try {
    await pluginCommand.run(args);
  } finally {
    spy.mockRestore();
  }
  return said.join('');
}

it(
  'puts a plugin on a canvas, tries it on contacts, and swaps it for the changed one',
  { timeout: 120_000 },
  async () => {
    const folder = path.join(home, 'tiers');
    await plugin('create', folder, '--kind', 'transform', '--name', 'acme.tiers');
    const dev = () => plugin('dev', folder, '--url', engine.url, '--key', key, '--once');

    const first = await dev();
    expect(first).toMatch(/acme.tiers is in place after \d+ ms/);
    expect(first).toMatch(/tier: .*done/);
    expect(first).toMatch(/gold: done \{"tier":"gold"\}/);
    const [, canvas] = /Canvas: (\S+)/.exec(first) ?? [];
    const id = Number(canvas?.split('/').at(-1));
    const { document } = await owner.send<{ document: { plugins: object } }>('GET', `/api/journeys/${id}`);
    expect(document.plugins).toEqual({ 'acme.tiers/tier': { plugin: 'acme.tiers', version: '0.0.0-dev', hash: 'dev:acme.tiers' } }); // prettier-ignore

    const source = path.join(folder, 'src/tier.ts');
    await writeFile(source, (await readFile(source, 'utf8')).replace("'gold'", "'platinum'"));
    const second = await dev();
    expect(second).toMatch(/\{"tier":"platinum"\}/);
    expect(second).toContain(`/journeys/${id}\n`);

    // The journey runs on what was put in place last.
    const { revision } = await owner.send<{ revision: number }>('GET', `/api/journeys/${id}`);
    await owner.send('POST', `/api/journeys/${id}/publish`, { revision });
    await owner.send('POST', `/api/journeys/${id}/entries`, { userIds: ['sample-1'] });
    const { items } = await owner.send<{ items: { id: number; name: string }[] }>('GET', '/api/contacts?search=gold');
    const ana = items.find(({ name }) => name === 'gold');
    await vi.waitFor(
      async () => {
        const { attributes } = await owner.send<{ attributes: object }>('GET', `/api/contacts/${ana?.id}`);
        expect(attributes).toMatchObject({ tier: 'platinum' });
      },
      { timeout: 30_000, interval: 100 },
    );
  },
);

it('tells what must be mended, with file and line', async () => {
  const folder = path.join(home, 'broken');
  await plugin('create', folder, '--kind', 'exit');
  await writeFile(path.join(folder, 'src/index.ts'), `import fs from 'node:fs';\nexport default { nodes: fs };`);
  await expect(plugin('dev', folder, '--url', engine.url, '--key', key, '--once')).rejects.toThrow(
    /src\/index.ts .*node:fs/,
  );
});
