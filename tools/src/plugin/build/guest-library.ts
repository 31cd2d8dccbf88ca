import path from 'node:path';
import type { Plugin } from 'vite';
import { repository } from '../../chaos/repository.js';

/**
 * Takes `@sojourn/*` out of this release, whatever the plugin has installed: what runs in the sandbox fits the host, and a plugin's
 * folder needs no node_modules to be built.
 */
export function guestLibrary(): Plugin {
  const root = repository();
  const importer = path.join(root, 'tools/src/plugin/build/guest-library.ts');
  return {
    name: 'sojourn-guest-library',
    enforce: 'pre',
    async resolveId(id) {
      if (!id.startsWith('@sojourn/')) return null;
      return this.resolve(id, importer, { skipSelf: true });
    },
  };
}
