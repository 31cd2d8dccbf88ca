import { checkPluginManifest } from '@sojourn/plugin-sdk';
import type { Project } from '../project.js';
import { problem, warning, type Problem } from './problem.js';

/** What is wrong with plugin.json. */
export function manifestProblems({ manifest }: Project): readonly Problem[] {
  return checkPluginManifest(manifest).map(({ severity, pointer, message }) =>
    (severity === 'error' ? problem : warning)(
      'plugin.json',
      pointer,
      message.en,
      'docs/plugins/contract.md has the contract.',
    ),
  );
}
