import path from 'node:path';
import type { GuestProgram } from '@sojourn/execution';
import { repository } from '../../chaos/repository.js';
import { bundleOf } from '../../plugin/build/bundle.js';
import type { Project } from '../../plugin/project.js';

/** The node of the benchmark as `sojourn plugin build` makes it. */
export async function segmentBundle(): Promise<GuestProgram> {
  const folder = path.join(repository(), 'tools/src/bench/sandbox');
  // What a bundle needs of a project is its folder.
  const project = { folder, packageJson: {}, manifest: { id: 'bench.segment', texts: {} } } as unknown as Project;
  const source = [
    `import { nodes } from ${JSON.stringify(path.join(folder, 'segment-node.ts'))};`,
    `import { serve } from '@sojourn/plugin-sdk/guest';`,
    `export const { call, batch } = serve({ nodes }, { texts: {} });`,
  ].join('\n');
  const { code, hash } = await bundleOf(project, source);
  return { code, hash };
}
