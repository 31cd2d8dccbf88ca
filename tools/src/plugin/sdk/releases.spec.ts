import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SDK_VERSION } from '@sojourn/plugin-sdk';
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
  expect({ SDK, CLI }).toEqual({ SDK: SDK_VERSION, CLI: (await json('tools/plugin-cli/package.json')).version });
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
