import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pack } from '@sojourn/packaging';
import { SDK_VERSION } from '@sojourn/plugin-sdk';
import { build } from 'vite';
import { repository } from '../../chaos/repository.js';
import { declarations, targetOf } from './declarations.js';
import type { Packed } from './packed.js';

/** Parts of the SDK that developers import. */
const PARTS = ['index', 'engine', 'guest', 'testing'] as const;

/**
 * The SDK as one npm package (`.tgz`) for developers outside of this repository: JavaScript with everything inside, types of all the
 * rooms it stands on, no dependencies. Its version is that of the contract.
 */
export async function packSdk(): Promise<Packed> {
  const root = repository();
  const sdk = path.join(root, 'libs/plugin-sdk');
  const own = JSON.parse(await readFile(path.join(sdk, 'package.json'), 'utf8')) as { name: string; license: string };
  await promisify(execFile)(process.execPath, [tsc(), '-b', sdk]);
  const entries = PARTS.map((part) => path.join(sdk, 'dist', `${part}.d.ts`));
  const types = await declarations(path.join(root, 'libs'), entries);
  const exported = PARTS.map((part, index) => [
    part === 'index' ? '.' : `./${part}`,
    { types: `./${targetOf(path.join(root, 'libs'), entries[index] ?? '')}`, default: `./lib/${part}.js` },
  ]);
  const packageJson = {
    name: own.name,
    version: SDK_VERSION,
    description: 'What a plugin for Sojourn is written with: types, verbs, and helpers for its tests',
    license: own.license,
    type: 'module',
    sideEffects: false,
    exports: { ...Object.fromEntries(exported), './schema/plugin.schema.json': './schema/plugin.schema.json' },
  };
  const files = new Map<string, string>([
    ['package.json', `${JSON.stringify(packageJson, null, 2)}\n`],
    ['README.md', README],
    ['schema/plugin.schema.json', await readFile(path.join(sdk, 'schema/plugin.schema.json'), 'utf8')],
    ...types,
    ...(await scripts(sdk)),
  ]);
  return { name: own.name, version: SDK_VERSION, bytes: await pack(files) };
}

const README = `# @sojourn/plugin-sdk

What a plugin for Sojourn is written with. \`npm create sojourn-plugin\` makes one.

- \`@sojourn/plugin-sdk/engine\`: verbs, shapes, calendar arithmetic for what runs in the sandbox
- \`@sojourn/plugin-sdk/testing\`: contacts, events and a driver for unit tests
- \`@sojourn/plugin-sdk\`: manifests: their types, their check
- \`schema/plugin.schema.json\`: the JSON Schema of plugin.json
`;

const tsc = (): string => createRequire(import.meta.url).resolve('typescript/bin/tsc');

async function scripts(sdk: string): Promise<readonly (readonly [string, string])[]> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'sojourn-sdk-'));
  try {
    await build({
      configFile: false,
      envFile: false,
      root: sdk,
      logLevel: 'error',
      mode: 'production',
      resolve: { conditions: ['@sojourn/source', 'module', 'import', 'default'] },
      build: {
        outDir,
        emptyOutDir: true,
        target: 'es2023',
        minify: false,
        lib: {
          entry: Object.fromEntries(PARTS.map((part) => [part, path.join(sdk, `src/${part}.ts`)])),
          formats: ['es'],
        },
        rollupOptions: {
          experimental: { attachDebugInfo: 'none' },
          output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
        },
      },
    });
    const names = (await readdir(outDir)).sort();
    return await Promise.all(
      names.map(async (name) => [`lib/${name}`, await readFile(path.join(outDir, name), 'utf8')] as const),
    );
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}
