import { SojournError, UserError } from '@sojourn/kernel';
import { manifestProblems } from './check/manifest.js';
import { readProject, type Project } from './project.js';

/**
 * Works on a plugin's folder. A plugin.json that breaks its schema may break the work anywhere: then the person is told of
 * plugin.json, not of what broke. Throws UserError `cli.bad-file`, besides what `readProject` and the work throw.
 */
export async function onProject<T>(folder: string, work: (project: Project) => Promise<T>): Promise<T> {
  const project = await readProject(folder);
  try {
    return await work(project);
  } catch (error) {
    if (error instanceof SojournError || (error instanceof Error && 'syscall' in error)) throw error;
    const [first, ...more] = manifestProblems(project).filter(({ severity }) => severity === 'error');
    if (first === undefined) throw error;
    throw new UserError(
      `plugin.json is not in order: ${first.message.replace(/\.$/, '')} (${first.at || '/'})${more.length > 0 ? `, and ${more.length} more` : ''}. "plugin check" lists everything.`,
      { code: 'cli.bad-file', cause: error },
    );
  }
}
