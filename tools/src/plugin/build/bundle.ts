import { createHash } from 'node:crypto';
import path from 'node:path';
import { UserError } from '@sojourn/kernel';
import type { Rolldown } from 'vite';
import { hasCode, type Project } from '../project.js';
import { guestLibrary } from './guest-library.js';
import { refusals, type Refusal } from './refusals.js';

/** The bundle of a plugin: a classic script that leaves `sojournPlugin.call(entry, input, host)` behind. */
export interface Bundle {
  readonly code: string;
  /** SHA-256 of the code, hex. */
  readonly hash: string;
  readonly bytes: number;
}

/** What may be in a bundle at most: every worker keeps it compiled. */
export const MOST_BYTES = 1024 * 1024;

const ENTRY = 'virtual:sojourn-plugin';

/**
 * Bundles `src/index.ts` with the SDK's guest runtime. The same sources give the same bytes on every machine: nothing of the clock,
 * of paths or of the environment goes in. Answers null for a plugin without code. Throws UserError `cli.cannot-build` with every
 * place that reaches for what the sandbox has not.
 */
export async function bundle(project: Project): Promise<Bundle | null> {
  return hasCode(project) ? bundleOf(project, entryOf(project)) : null;
}

/** Bundles a module that exports `call`. */
export async function bundleOf(project: Project, source: string): Promise<Bundle> {
  const found: Refusal[] = [];
  let output: Rolldown.OutputChunk | undefined;
  // Half a second that verbs without a bundle need not wait for.
  const { build } = await import('vite');
  try {
    const built = await build({
      configFile: false,
      envFile: false,
      root: project.folder,
      logLevel: 'silent',
      mode: 'production',
      plugins: [entry(source), guestLibrary(), refusals(project.folder, found)],
      resolve: { conditions: ['@sojourn/source', 'module', 'import', 'default'] },
      build: {
        write: false,
        target: 'es2023',
        minify: false,
        sourcemap: false,
        rollupOptions: {
          // No paths of this machine in it, no comments but licences.
          experimental: { attachDebugInfo: 'none' },
          output: { comments: { legal: true, annotation: false, jsdoc: false } },
        },
        lib: { entry: ENTRY, formats: ['iife'], name: 'sojournPlugin', fileName: () => 'plugin.js' },
      },
    });
    const [first] = [built].flat() as Rolldown.RolldownOutput[];
    output = first?.output[0];
  } catch (error) {
    if (found.length === 0) throw new UserError(wordsOf(error, project), { code: 'cli.cannot-build', cause: error });
  }
  if (output === undefined) throw refused(found);
  const { code, modules } = output;
  // What nobody uses is not in the bundle and cannot do anything.
  const inside = found.filter(({ module }) => !modules[module] || modules[module].renderedLength > 0);
  if (inside.length > 0) throw refused(inside);
  const bytes = Buffer.byteLength(code);
  if (bytes > MOST_BYTES) {
    throw new UserError(
      `The bundle has ${Math.ceil(bytes / 1024)} KiB, more than the ${MOST_BYTES / 1024} KiB that a plugin may have: leave out libraries that it can do without.`,
      { code: 'cli.bundle-too-large' },
    );
  }
  return { code, bytes, hash: createHash('sha256').update(code).digest('hex') };
}

/** Where a plugin's nodes are exported together. What ships keeps its flat manifest at src/index.ts, for the engine's own process. */
export function sourceOf({ folder, manifest }: Project): string {
  return path.join(folder, 'src', manifest.id.startsWith('sojourn.') ? 'plugin.ts' : 'index.ts');
}

/** The module that serves a plugin's nodes inside the sandbox. */
function entryOf(project: Project): string {
  return [
    `import plugin from ${JSON.stringify(sourceOf(project))};`,
    `import { serve } from '@sojourn/plugin-sdk/guest';`,
    `export const { call, batch } = serve(plugin, ${JSON.stringify({ texts: project.manifest.texts ?? {} })});`,
  ].join('\n');
}

function entry(source: string) {
  return {
    name: 'sojourn-plugin-entry',
    resolveId: (id: string) => (id.endsWith(ENTRY) ? `\0${ENTRY}` : null),
    load: (id: string) => (id === `\0${ENTRY}` ? source : null),
  };
}

function refused(found: readonly Refusal[]): UserError {
  const lines = found.map(({ file, line, message }) => `  ${file}${line === null ? '' : `:${line}`}  ${message}`);
  return new UserError(`The sandbox has neither Node nor a browser:\n${lines.join('\n')}`, {
    code: 'cli.cannot-build',
    details: { refusals: found },
  });
}

// eslint-disable-next-line no-control-regex -- escape sequences of terminals are what it finds
const COLOURS = /\u001b\[[\d;]*m/g;

/** The bundler's words, without colours, frames and paths of this machine. */
function wordsOf(error: unknown, project: Project): string {
  const text = error instanceof Error ? error.message : String(error);
  const source = path.relative(project.folder, sourceOf(project));
  if (/MISSING_EXPORT\].*"default"/.test(text))
    return `${source} exports no plugin: end it with export default definePlugin({ nodes: { ... } }).`;
  const plain = text.replaceAll(COLOURS, '').replaceAll(`${project.folder}${path.sep}`, '').replaceAll('\0', '');
  return `The bundle cannot be made: ${plain}`;
}
