/** Bundles the chaos programs from their sources, so that nothing has to be built before, and runs the one a person calls. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const here = import.meta.dirname;
const root = path.resolve(here, '../../..');
const cache = path.join(root, 'node_modules/.cache/sojourn/chaos');
const outDir = path.join(cache, `program-${process.pid}`);
clearAway();
process.once('exit', clearAway);
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

/** What this process bundled, once it ends, and what others left behind that were killed. */
function clearAway() {
  for (const name of existsSync(cache) ? readdirSync(cache) : []) {
    const pid = Number(name.split('-').at(-1));
    if (pid === process.pid || !isAlive(pid)) rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
