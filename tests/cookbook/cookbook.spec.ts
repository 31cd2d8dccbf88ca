import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NODE_KINDS } from '@sojourn/plugin-sdk';
import { createSandbox } from '@sojourn/sandbox';
import { bundle, checkProject, readProject, testPlugin } from '@sojourn/tools';
import { afterAll, describe, expect, it } from 'vitest';

const home = path.resolve(import.meta.dirname, '../../docs/cookbook');
const names = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const projects = await Promise.all(names.map((name) => readProject(path.join(home, name))));

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

describe.each(names.map((name, index) => ({ name, project: projects[index]! })))('the example $name', ({ project }) => {
  it('passes "plugin check" without a warning', async () => {
    expect(await checkProject(project)).toEqual([]);
  });

  it('is built into the same bytes twice, or needs no code', async () => {
    const [first, second] = [await bundle(project), await bundle(project)];
    expect(first?.hash).toEqual(second?.hash);
    expect(first === null).toBe(project.manifest.nodes.every(({ declarative }) => declarative !== undefined));
  });

  it('passes "plugin test" in the sandbox of production', { timeout: 60_000 }, async () => {
    const { checks } = await testPlugin(project, sandbox);
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(checks.find(({ check }) => check === 'fixtures')).toMatchObject({ status: 'passed' });
  });

  it('calls example domains only', () => {
    const text = JSON.stringify([project.manifest, sourcesOf(project.folder)]);
    const hosts = [...text.matchAll(/https?:\/\/([^/"\s`'?]+)/g)].map(([, host = '']) => host);
    const asked = (project.manifest.capabilities ?? []).flatMap((one) => (one.kind === 'http' ? one.hosts : []));
    expect([...hosts, ...asked].filter((host) => !/^([\w-]+\.)*example\.com$/.test(host))).toEqual([]);
  });

  it('is explained', () => {
    const page = readFileSync(path.join(project.folder, 'README.md'), 'utf8');
    const files = sourcesOf(project.folder).map(({ file }) => `src/${file}`);
    expect(files.filter((file) => file !== 'src/index.ts' && !page.includes(file))).toEqual([]);
    expect(page).toMatch(/^# .+\n\n/);
  });
});

describe('the cookbook', () => {
  const nodes = projects.flatMap(({ manifest }) => manifest.nodes);
  const hooks = new Set(nodes.flatMap(({ hooks = [] }) => hooks));
  const page = readFileSync(path.join(home, 'README.md'), 'utf8');

  it('has one example of each kind of node', () => {
    expect(nodes.map(({ kind }) => kind).sort()).toEqual([...NODE_KINDS].sort());
  });

  it('shows a node without code, every optional function, and the store', () => {
    expect(nodes.some(({ declarative }) => declarative !== undefined)).toBe(true);
    expect(['estimate', 'migrate', 'options', 'poll', 'preview', 'receive', 'validate'].filter((one) => !hooks.has(one as never))).toEqual([]); // prettier-ignore
    expect(nodes.some(({ uses = [] }) => uses.includes('kv'))).toBe(true);
  });

  it('lists each with its kind', () => {
    const rows = projects.map(
      (
        {
          manifest: {
            nodes: [node],
          },
        },
        index,
      ) => [names[index], node?.kind],
    );
    for (const [name, kind] of rows) {
      expect(
        page.split('\n').find((line) => line.includes(`](${name}/README.md)`)),
        name,
      ).toContain(`\`${kind}\``);
    }
  });
});

function sourcesOf(folder: string): { file: string; text: string }[] {
  const home = path.join(folder, 'src');
  try {
    return readdirSync(home).map((file) => ({ file, text: readFileSync(path.join(home, file), 'utf8') }));
  } catch {
    return []; // a node without code
  }
}
