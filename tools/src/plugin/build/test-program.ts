import type { GuestProgram } from '@sojourn/execution';
import path from 'node:path';
import { place } from '../place.js';
import { hasCode, type Project } from '../project.js';
import { bundle, bundleOf, sourceOf } from './bundle.js';

const interpreter = path.join(place.library, 'plugin-sdk/src/declarative/declarative-node.ts');

/** A plugin's program for tests: its bundle; with it, nodes without code, which the host interprets, by the same interpreter. */
export async function testProgram(project: Project): Promise<GuestProgram> {
  const { nodes, texts = {} } = project.manifest;
  const described = nodes.filter(({ declarative }) => declarative !== undefined);
  const made = described.length === 0 ? await bundle(project) : await bundleOf(project, entryWith());
  if (made === null) throw new Error('A plugin without nodes was read.'); // its check has refused it
  return { hash: made.hash, code: made.code };

  function entryWith(): string {
    const own = hasCode(project) ? [`import plugin from ${JSON.stringify(sourceOf(project))};`] : [];
    return [
      ...own,
      // Its own file: the package's index brings what checks manifests, which no sandbox runs.
      `import { declarativeNode } from ${JSON.stringify(interpreter)};`,
      `import { serve } from '@sojourn/plugin-sdk/guest';`,
      `const described = ${JSON.stringify(described)}.map((node) => [node.type, declarativeNode(node)]);`,
      `const nodes = { ${own.length > 0 ? '...plugin.nodes, ' : ''}...Object.fromEntries(described) };`,
      `export const { call } = serve({ nodes }, ${JSON.stringify({ texts })});`,
    ].join('\n');
  }
}
