import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from '@sojourn/packaging';
import { build } from 'vite';
import { repository } from '../../chaos/repository.js';
import { filesBelow } from './files-below.js';
import { libraryFiles } from './library-files.js';
import type { Packed } from './packed.js';

/**
 * The verbs as an npm package (`.tgz`) for developers outside of this repository: the same sources, bundled; the sandbox's own
 * process; the sources that plugins are bundled with; the templates. What brings binaries stays outside, as dependencies.
 */
export async function packCli(): Promise<Packed> {
  const root = repository();
  const home = path.join(root, 'tools/plugin-cli');
  const packageJson = await readFile(path.join(home, 'package.json'), 'utf8');
  const { name, version, dependencies } = JSON.parse(packageJson) as PackageJson;
  const files = new Map<string, string>([
    ['package.json', packageJson],
    ['README.md', await readFile(path.join(home, 'README.md'), 'utf8')],
    ...(await filesBelow(path.join(home, 'bin'), 'bin')),
    ...(await filesBelow(path.join(root, 'libs/sandbox/child'), 'child')),
    ...(await filesBelow(path.join(root, 'tools/create-sojourn-plugin/templates'), 'lib/templates')),
    ...(await libraryFiles(root)),
    ...(await program(root, Object.keys(dependencies))),
  ]);
  return { name, version, bytes: await pack(files) };
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies: { readonly [name: string]: string };
}

/** One folder without folders in it: files find their neighbours by `import.meta.url`, as the sandbox finds `../child`. */
async function program(root: string, outside: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'sojourn-cli-'));
  try {
    await build({
      configFile: false,
      envFile: false,
      root: path.join(root, 'tools'),
      logLevel: 'error',
      mode: 'production',
      ssr: {
        noExternal: true,
        external: [...outside],
        resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module', 'default'] },
      },
      build: {
        ssr: path.join(root, 'tools/src/plugin/standalone/main.ts'),
        outDir,
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        rollupOptions: {
          experimental: { attachDebugInfo: 'none' },
          output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' },
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
