import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pluginCommand } from '../cli/plugin.js';
import { startRegistry, type PrivateRegistry } from '../registry/verdaccio.js';
import { VERBS } from './verbs.js';

let home: string;
let registry: PrivateRegistry;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-plugin-cli-'));
  registry = await startRegistry();
  vi.stubEnv('npm_config_userconfig', path.join(home, 'npmrc'));
  await writeFile(path.join(home, 'npmrc'), `//127.0.0.1:${registry.port}/:_authToken=${registry.token}\n`);
}, 90_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await registry.stop();
  await rm(home, { recursive: true, force: true });
});

/** What the command prints, its exit code, and what it throws. */
async function plugin(...args: string[]): Promise<{ out: string; code: number; error: string }> {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(lines.push(String(text))));
  let error = '';
  try {
    await pluginCommand.run(args);
  } catch (caught) {
    error = (caught as Error).message;
  } finally {
    spy.mockRestore();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  return { out: lines.join(''), code, error };
}
const json = async (...args: string[]) => {
  const { out, error } = await plugin(...args, '--json');
  if (error !== '') throw new Error(error);
  return JSON.parse(out);
};
const edit = async (file: string, change: (value: Record<string, unknown>) => void) => {
  const value = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(value);
  await writeFile(file, JSON.stringify(value, null, 2));
};

it('has help for every verb', () => {
  for (const { name, help } of VERBS) {
    expect(pluginCommand.helpFor?.([name, '--help'])).toBe(help);
    expect(help).toContain(`plugin ${name}`);
  }
});

describe('from nothing to the registry', () => {
  it(
    'creates, checks, tests, builds the same bytes twice, signs, publishes and verifies',
    { timeout: 120_000 },
    async () => {
      const folder = path.join(home, 'tier');
      const made = await json('create', folder, '--kind', 'transform', '--name', 'acme.tier');
      expect(made.files).toContain('plugin.json');
      expect((await plugin('create', folder)).error).toMatch(/is not empty/);
      expect(await json('check', folder)).toEqual([]);
      const [first, second] = [await json('build', folder), await json('build', folder)];
      expect(second.hash).toBe(first.hash);

      const key = await json('keygen', folder);
      expect((await stat(key.file)).mode & 0o777).toBe(0o600);
      expect((await plugin('keygen', folder)).error).toMatch(/not overwritten/);
      const signed = await json('sign', folder);
      expect(signed.files.sort()).toEqual(['README.md', 'dist/plugin.js', 'icons/dark.svg', 'icons/light.svg', 'package.json', 'plugin.json']); // prettier-ignore

      const published = await json('publish', folder, '--registry', registry.url);
      expect(published).toMatchObject({ package: 'sojourn-plugin-acme-tier', version: '0.1.0', before: null, key: key.id }); // prettier-ignore
      const verified = await json('verify', 'sojourn-plugin-acme-tier@0.1.0', '--registry', registry.url);
      expect(verified).toMatchObject({ plugin: 'acme.tier', key: { id: key.id }, hash: published.hash });

      expect((await plugin('publish', folder, '--registry', registry.url)).error).toMatch(/too little/);
      await edit(path.join(folder, 'plugin.json'), (manifest) => (manifest['version'] = '0.1.1'));
      expect((await plugin('check', folder)).out).toMatch(/Give both the same version/);
      await edit(path.join(folder, 'package.json'), (manifest) => (manifest['version'] = '0.1.1'));
      expect(await json('publish', folder, '--registry', registry.url)).toMatchObject({
        version: '0.1.1',
        before: '0.1.0',
      });
      expect(await json('diff', 'sojourn-plugin-acme-tier@0.1.0', folder, '--registry', registry.url)).toMatchObject({ class: 'patch', isEnough: true }); // prettier-ignore
    },
  );

  it('refuses a version that is raised by too little', async () => {
    const folder = path.join(home, 'more');
    await plugin('create', folder, '--kind', 'action');
    const before = path.join(home, 'before.json');
    await writeFile(before, await readFile(path.join(folder, 'plugin.json')));
    await edit(path.join(folder, 'plugin.json'), (manifest) => {
      manifest['version'] = '0.1.1';
      (manifest['capabilities'] as { methods: string[] }[])[0]!.methods.push('DELETE');
    });
    const { out, code } = await plugin('diff', before, folder);
    expect(code).toBe(1);
    expect(out).toMatch(/major .*\/capabilities\/0/);
  });

  it('hands the name over to another key', async () => {
    const [old, young] = [path.join(home, 'old.key'), path.join(home, 'young.key')];
    await plugin('keygen', '--out', old);
    expect(await json('keygen', '--out', young, '--after', old)).toMatchObject({ rotations: 1 });
  });
});

describe('the build', () => {
  const broken = async (source: string) => {
    const folder = await mkdtemp(path.join(home, 'broken-'));
    await rm(folder, { recursive: true });
    await plugin('create', folder, '--kind', 'exit');
    await writeFile(path.join(folder, 'src/index.ts'), source);
    return plugin('build', folder);
  };

  it.each([
    [`import { readFileSync } from 'node:fs';\nexport default { nodes: { goal: readFileSync } };`, /src\/index.ts.*node:fs.*Node is not there/], // prettier-ignore
    [`import http from 'http';\nexport default { nodes: { goal: http } };`, /"http".*ctx.http.requestAll/],
    [`const more = await import('./goal.ts');\nexport default more;`, /src\/index.ts:1 .*import\(\)/],
    [`\n\nexport default { nodes: eval('({})') };`, /src\/index.ts:3 .*eval makes code/],
    [`export default { nodes: new Function('return {}')() };`, /Function makes code/],
    [`export const a = () => fetch('https://x.test');\nexport default { nodes: { a } };`, /src\/index.ts:1 .*ctx.http.requestAll/], // prettier-ignore
    [`setTimeout(() => {}, 10);\nexport default { nodes: {} };`, /setTimeout is not there: answer wait/],
    [`import { nothing } from './missing.ts';\nexport default nothing;`, /missing/],
    [`export default { nodes: { a: 'x'.repeat( } };`, /cannot be made/],
  ])('refuses with file and line: %s', async (source, words) => {
    expect((await broken(source)).error).toMatch(words);
  });

  it('takes a fetch of the plugin’s own', async () => {
    const { error } = await broken(`const fetch = (x: number) => x;\nexport default { nodes: { a: fetch(1) } };`);
    expect(error).toBe('');
  });
});

describe('the check', () => {
  it('tells everything at once', async () => {
    const folder = path.join(home, 'faulty');
    await plugin('create', folder, '--kind', 'split');
    await edit(path.join(folder, 'package.json'), (value) => {
      value['dependencies'] = { lodash: '4' };
      value['keywords'] = [];
      value['files'] = ['plugin.json'];
    });
    await edit(path.join(folder, 'plugin.json'), (value) => {
      const [node] = value['nodes'] as Record<string, unknown>[];
      node!['hooks'] = ['estimate'];
    });
    await writeFile(
      path.join(folder, 'icons/dark.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    );
    const { out, code } = await plugin('check', folder);
    expect(code).toBe(1);
    for (const words of [
      /dependencies/,
      /sojourn-plugin/,
      /dist\/plugin\.js would not be/,
      /no function "estimate"/,
      /function "validate" is not named/,
      /<script>/,
    ])
      // prettier-ignore
      expect(out).toMatch(words);
  });
});
