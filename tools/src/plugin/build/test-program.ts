import type { GuestProgram } from '@sojourn/execution';
import type { Project } from '../project.js';
import { bundle } from './bundle.js';

/** A plugin's program for tests: its bundle, and its nodes without code as the host would interpret them. */
export async function testProgram(project: Project): Promise<GuestProgram> {
  const made = await bundle(project);
  if (made === null) throw new Error('declarative');
  return { hash: made.hash, code: made.code };
}
