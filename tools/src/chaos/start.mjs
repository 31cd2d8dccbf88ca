/** Bundles the chaos programs from their sources, so that nothing has to be built before, and runs the one a person calls. */
import path from 'node:path';
import { build } from 'vite';

const here = import.meta.dirname;
const root = path.resolve(here, '../../..');
const outDir = path.join(root, 'node_modules/.cache/sojourn/chaos', `program-${process.pid}`);
await build({
  configFile: false,
  root,
  logLevel: 'error',
  ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(
        [
          ['main', 'main.ts'],
          ['provider', 'provider.ts'],
          ['auditor', 'auditor/main.ts'],
        ].map(([name, file]) => [name, path.join(here, file)]),
      ),
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-chunk.mjs' },
    },
  },
});
await import(path.join(outDir, 'main.mjs'));
