import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../../cli/command.js';
import { bundle } from '../build/bundle.js';
import { readCall, say } from '../call.js';
import type { Project } from '../project.js';
import { onProject } from '../on-project.js';
import { CALL } from '../place.js';

export const buildVerb: Command = {
  name: 'build',
  summary: 'bundle the code into dist/plugin.js',
  help: `Usage: ${CALL} build [DIR] [--json]

Bundles src/index.ts and what it imports into one script, dist/plugin.js. The same sources give the same bytes on every
machine. Refused, with file and line: Node, import(), eval, new Function, fetch, timers; more than 1 MiB.`,

  run: async (args) => {
    const { named, values } = readCall('build', args, { json: { type: 'boolean' } }, { least: 0, most: 1, what: 'one plugin folder at most' }); // prettier-ignore
    const built = await onProject(named[0] ?? '.', buildProject);
    say(values.json, built, () =>
      built === null
        ? 'No code, so nothing to build: every node is declarative.'
        : `${built.file}  ${(built.bytes / 1024).toFixed(1)} KiB  sha256 ${built.hash}`,
    );
  },
};

export interface Built {
  readonly file: string;
  readonly bytes: number;
  readonly hash: string;
}

/** Writes dist/plugin.js, or takes an old one away when there is no code; answers what was written. */
export async function buildProject(project: Project): Promise<Built | null> {
  const file = path.join(project.folder, project.manifest.main ?? 'dist/plugin.js');
  const made = await bundle(project);
  if (made === null) {
    await rm(file, { force: true });
    return null;
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, made.code);
  return { file, bytes: made.bytes, hash: made.hash };
}
