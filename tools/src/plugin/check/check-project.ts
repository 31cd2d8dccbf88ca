import type { Project } from '../project.js';
import { codeProblems } from './code.js';
import { manifestProblems } from './manifest.js';
import { packageProblems } from './package.js';
import type { Problem } from './problem.js';

/** Everything that is wrong with a plugin's folder, errors first; empty for one that may be published. */
export async function checkProject(project: Project): Promise<readonly Problem[]> {
  const manifest = manifestProblems(project);
  const { nodes, id } = project.manifest as { readonly nodes?: unknown; readonly id?: unknown };
  const isNode = (one: unknown): boolean => typeof (one as { readonly type?: unknown } | null)?.type === 'string';
  const isReadable = Array.isArray(nodes) && nodes.length > 0 && nodes.every(isNode) && typeof id === 'string';
  const rest = isReadable ? [await packageProblems(project), await codeProblems(project)].flat() : [];
  return [...manifest, ...rest].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}
