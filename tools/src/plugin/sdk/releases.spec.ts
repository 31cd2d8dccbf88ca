import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CLI_VERSION, projectGuide, projectTools, SDK_VERSION } from '@sojourn/plugin-sdk';
import { expect, it } from 'vitest';
import { CLI, SDK } from '../../../create-sojourn-plugin/scaffold.mjs';
import { repository } from '../../chaos/repository.js';

interface PackageJson {
  readonly version: string;
  readonly dependencies: { readonly [name: string]: string };
  readonly optionalDependencies: { readonly [name: string]: string };
}
const json = async (file: string): Promise<PackageJson> =>
  JSON.parse(await readFile(path.join(repository(), file), 'utf8')) as PackageJson;

it('new plugins name the releases that pack-sdk packs', async () => {
  expect({ SDK, CLI }).toEqual({ SDK: SDK_VERSION, CLI: CLI_VERSION });
  expect((await json('tools/plugin-cli/package.json')).version).toBe(CLI_VERSION);
});

it.each([
  ['base-package', { hasCode: true, hasSpecs: true }],
  ['base-declarative', { hasCode: false, hasSpecs: false }],
])('templates have the tools that the canvas and the workbench give their projects: %s', async (layer, parts) => {
  const folder = path.join(repository(), 'tools/create-sojourn-plugin/templates', layer);
  const text = (await readFile(path.join(folder, 'package.json'), 'utf8'))
    .replace('__SDK__', SDK)
    .replace('__CLI__', CLI);
  expect(JSON.parse(text)).toMatchObject(projectTools(parts));
  expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toContain(projectGuide(parts));
});

it('the npm package of the verbs pins what this checkout runs on', async () => {
  const own = await json('tools/plugin-cli/package.json');
  const { packages } = JSON.parse(await readFile(path.join(repository(), 'package-lock.json'), 'utf8')) as {
    readonly packages: { readonly [place: string]: { readonly version: string } };
  };
  const installed = Object.keys(own.dependencies).map((name) => [name, packages[`node_modules/${name}`]?.version]);
  expect(own.dependencies).toEqual(Object.fromEntries(installed));
  const { '@foundry-rs/anvil-linux-amd64': _, ...nodes } = (await json('package.json')).optionalDependencies;
  expect(own.optionalDependencies).toEqual(nodes);
});
