import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '@sojourn/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { readProject } from '../project.js';
import { asLines } from '../verbs/check.js';
import { checkProject } from './check-project.js';

let home: string;
let made = 0;
beforeAll(async () => void (home = await mkdtemp(path.join(tmpdir(), 'sojourn-check-'))));
afterAll(() => rm(home, { recursive: true, force: true }));

/** What the check says of a fresh plugin with other files. */
async function said(
  files: { readonly [name: string]: string | null },
  change?: (manifest: Parts) => void,
): Promise<string> {
  made += 1;
  const { folder } = scaffold({ folder: path.join(home, `p${made}`), kind: 'exit', id: `acme.p${made}` });
  const file = path.join(folder, 'plugin.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Parts;
  change?.(manifest);
  if (change) await writeFile(file, JSON.stringify(manifest, null, 2));
  for (const [name, text] of Object.entries(files)) {
    if (text === null) await rm(path.join(folder, name));
    else await writeFile(path.join(folder, name), text);
  }
  return asLines(await checkProject(await readProject(folder))).join('\n');
}
type Parts = { icons: { light: string }; sdk: string; nodes: Record<string, unknown>[]; [part: string]: unknown };

describe('the check of a folder', () => {
  it('says the line of a plugin.json that is no JSON, and takes one with a mark before it', async () => {
    await expect(said({ 'plugin.json': '{\n  "id": "acme.lab",\n  "version": ,\n}' })).rejects.toThrow(
      /line 3, column 14/,
    );
    const marked = await said({}, () => undefined);
    expect(marked).toBe('In order.');
    const text = JSON.stringify({ id: 'acme.lab' } satisfies JsonObject);
    await expect(said({ 'plugin.json': `\ufeff${text}` })).resolves.toMatch(/"nodes" is missing/);
  });

  it('says the line of what is wrong inside, and what to do', async () => {
    const found = await said({}, (manifest) => (manifest.nodes[0]!['uses'] = ['kv']));
    expect(found).toMatch(/error {2}plugin\.json:\d+ \/nodes\/0\/uses: It needs "kv".* Ask for it in "capabilities"/);
  });

  it('does not stumble over nodes that are none', async () => {
    for (const nodes of [[null], [{}], [], {}, 'x']) {
      const found = await said({}, (manifest) => Object.assign(manifest, { nodes }));
      expect(found).toMatch(/\/nodes/);
      expect(found).not.toMatch(/undefined|destructure/);
    }
  });

  it('says what no engine of this release would take', async () => {
    expect(await said({}, (manifest) => (manifest.sdk = '^2.0.0'))).toMatch(/\/sdk: It is for the contract \^2\.0\.0/);
  });

  it('looks for icons where the package has them', async () => {
    const out = await said({ 'drawn.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' }, (manifest) => (manifest.icons.light = 'drawn.svg')); // prettier-ignore
    expect(out).toMatch(/package\.json \/files: drawn\.svg would not be in the package/);
  });

  it('says in words what is wrong with a module', async () => {
    expect(await said({ 'src/index.ts': null })).toMatch(/src\/index\.ts: It is missing/);
    const none = await said({ 'src/index.ts': 'export const a = 1;' });
    expect(none).toMatch(/exports no plugin: end it with export default definePlugin/);
    const other = await said({ 'src/index.ts': 'export default 5;' });
    expect(other).toMatch(/its default export is no plugin/);
    // eslint-disable-next-line no-control-regex -- colours of a terminal are what must not be there
    for (const text of [none, other]) expect(text).not.toMatch(/\u001b|\0|\/tmp\//);
  });
});
