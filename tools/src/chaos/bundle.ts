import path from 'node:path';
import { build, type Plugin } from 'vite';
import { patched, type Patch } from './patches.js';
import { repository } from './repository.js';

/**
 * Bundles the engine's program from the sources as they are, with some texts replaced, and answers the file to start.
 * What comes from npm stays outside. A patch that fits nothing is an error: a fault that was not built in proves nothing.
 */
export async function bundleEngine(name: string, patches: readonly Patch[]): Promise<string> {
  const root = repository();
  const outDir = path.join(root, 'node_modules/.cache/sojourn/chaos', name);
  const { applied, plugin } = patching(root, patches);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [plugin],
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: {
      ssr: path.join(root, 'apps/engine/src/main.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'engine.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  const missed = patches.filter(({ file }) => !applied.has(file));
  if (missed.length > 0) throw new Error(`Not part of the engine: ${missed.map(({ file }) => file).join(', ')}`);
  return path.join(outDir, 'engine.mjs');
}

function patching(root: string, patches: readonly Patch[]): { readonly applied: Set<string>; readonly plugin: Plugin } {
  const applied = new Set<string>();
  const files = new Set(patches.map(({ file }) => file));
  const plugin: Plugin = {
    name: 'sojourn-chaos-patches',
    enforce: 'pre',
    transform(source, id) {
      const file = path.relative(root, id.split('?')[0] ?? id);
      let text = source;
      if (files.has(file)) {
        text = patched(text, file, patches);
        applied.add(file);
      }
      // Files that look for their neighbours still find them from inside the bundle.
      if (/^(libs|apps)\//.test(file)) {
        text = text
          .replaceAll('import.meta.url', JSON.stringify(`file://${id}`))
          .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id)));
      }
      return text === source ? null : { code: text, map: null };
    },
  };
  return { applied, plugin };
}
