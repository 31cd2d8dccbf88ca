import { existsSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../chaos/repository.js';

/** Where these verbs run from: a checkout of the product, or the npm package of them for developers elsewhere. */
export interface Place {
  readonly kind: 'checkout' | 'package';
  /** Absolute. */
  readonly root: string;
  /** Holds the sources of the rooms that plugins are bundled with: `<library>/plugin-sdk/src/engine.ts`. */
  readonly library: string;
  /** What a person types before a verb. */
  readonly call: string;
  /** The program for a debugger, with what comes before a verb; as a person would name it. */
  readonly program: string;
}

function here(): Place {
  // The package keeps this file, bundled, in its folder lib. Asked first: a checkout of something else may lie above a project.
  const packaged = path.resolve(import.meta.dirname, '..');
  const library = path.join(packaged, 'library');
  if (existsSync(path.join(library, 'plugin-sdk/package.json'))) {
    const program = 'node_modules/@sojourn/plugin-cli/lib/main.js';
    return { kind: 'package', root: packaged, library, call: 'npx sojourn-plugin', program };
  }
  const root = repository();
  return {
    kind: 'checkout',
    root,
    library: path.join(root, 'libs'),
    call: 'npm run -s sojourn -- plugin',
    program: 'tools/dist/cli/main.js plugin',
  };
}

export const place: Place = here();

/** What a person types before a verb. */
export const CALL = place.call;
