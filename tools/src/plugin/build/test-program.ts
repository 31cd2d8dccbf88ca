import type { GuestProgram } from '@sojourn/execution';
import path from 'node:path';
import { place } from '../place.js';
import { hasCode, type Project } from '../project.js';
import { bundle, bundleOf, sourceOf } from './bundle.js';

const interpreter = path.join(place.library, 'plugin-sdk/src/declarative/declarative-node.ts');
const watcher = path.join(place.library, 'plugin-sdk/src/testing/watched.ts');

/** A plugin's program for tests: its bundle; with it, nodes without code, which the host interprets, by the same interpreter. */
export async function testProgram(project: Project): Promise<GuestProgram> {
  const isDescribed = project.manifest.nodes.some(({ declarative }) => declarative !== undefined);
  const made = isDescribed ? await bundleOf(project, entryOf(project)) : await bundle(project);
  if (made === null) throw new Error('A plugin without nodes was read.'); // its check has refused it
  return { hash: made.hash, code: made.code };
}

/** The same, and the entry `lookedAt`, which answers what the code has looked at so far: `{ [type]: LookedAt }`. */
export async function watchedProgram(project: Project): Promise<GuestProgram> {
  const { code, hash } = await bundleOf(project, entryOf(project, true));
  return { hash, code };
}

function entryOf(project: Project, isWatched = false): string {
  const { nodes, texts = {} } = project.manifest;
  const described = nodes.filter(({ declarative }) => declarative !== undefined);
  const hasOwn = hasCode(project);
  return [
    ...(hasOwn ? [`import plugin from ${JSON.stringify(sourceOf(project))};`] : []),
    // Its own file: the package's index brings what checks manifests, which no sandbox runs.
    `import { declarativeNode } from ${JSON.stringify(interpreter)};`,
    `import { serve } from '@sojourn/plugin-sdk/guest';`,
    `const described = ${JSON.stringify(described)}.map((node) => [node.type, declarativeNode(node)]);`,
    `const nodes = { ${hasOwn ? '...plugin.nodes, ' : ''}...Object.fromEntries(described) };`,
    ...(isWatched
      ? [
          `import { watched } from ${JSON.stringify(watcher)};`,
          `const { program, lookedAt } = watched({ nodes });`,
          `const { call: asked } = serve(program, ${JSON.stringify({ texts })});`,
          `export const call = async (entry, ...more) => entry === 'lookedAt' ? JSON.stringify(lookedAt()) : asked(entry, ...more);`,
        ]
      : [`export const { call, batch } = serve({ nodes }, ${JSON.stringify({ texts })});`]),
  ].join('\n');
}
