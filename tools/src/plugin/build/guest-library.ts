import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { place } from '../place.js';

/**
 * Takes `@sojourn/*` from what this command line came with, whatever the plugin has installed: what runs in the sandbox fits the
 * host, and a plugin's folder needs no node_modules to be built. The checkout and the npm package hold the same sources, so both
 * give the same bytes.
 */
export function guestLibrary(): Plugin {
  return {
    name: 'sojourn-guest-library',
    enforce: 'pre',
    resolveId(id, importer) {
      const source = id.startsWith('.') && importer && isOfLibrary(importer) ? beside(importer, id) : sourceIn(place.library, id); // prettier-ignore
      // Said here, as the rooms' package.json say it: the bundler does not look for them below node_modules.
      return source === null ? null : { id: source.replaceAll(path.sep, '/'), moduleSideEffects: false };
    },
  };
}

const beside = (importer: string, id: string): string => path.resolve(path.dirname(importer), id.replace(/\.js$/, '.ts')); // prettier-ignore

/** Whether a module is of the library: it is ours, not the plugin's. */
export function isOfLibrary(module: string): boolean {
  return module.startsWith(`${place.library.replaceAll(path.sep, '/')}/`);
}

/** `@sojourn/plugin-sdk/engine` -> the file with its source; null for what is not ours or not there. */
export function sourceIn(library: string, id: string): string | null {
  const [, room, part] = /^@sojourn\/([^/]+)(\/.+)?$/.exec(id) ?? [];
  if (room === undefined) return null;
  try {
    const text = readFileSync(path.join(library, room, 'package.json'), 'utf8');
    const { exports } = JSON.parse(text) as { readonly exports: { readonly [part: string]: unknown } };
    const source = (exports[`.${part ?? ''}`] as { readonly '@sojourn/source'?: string } | undefined)?.['@sojourn/source']; // prettier-ignore
    return source === undefined ? null : path.join(library, room, source);
  } catch {
    return null; // the bundler says that it cannot be resolved, and from where
  }
}
