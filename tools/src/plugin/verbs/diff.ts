import { diffManifests, isVersionRaised, leastVersion, type ManifestDiff } from '@sojourn/packaging';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { manifestFrom } from '../package/source.js';
import { CALL } from '../place.js';

export const diffVerb: Command = {
  name: 'diff',
  summary: 'what changed between two versions, and which step of the version it takes',
  help: `Usage: ${CALL} diff OLD NEW [--registry URL] [--json]

OLD and NEW are folders, .tgz files, plugin.json files or NAME@VERSION. Exit code 1 when NEW's version is raised by too
little: "major" means that drawings, configs or people's consent of before may not fit any more, "minor" that there is more
to draw or less to ask, "patch" that only words changed. Before 1.0.0 a step of the second number is enough for a major
change; a pre-release such as 2.0.0-beta.1 may change what 2.0.0 may. docs/plugins/migrating.md has the whole rule.`,

  run: async (args) => {
    const options = { registry: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { named, values } = readCall('diff', args, options, { least: 2, most: 2, what: 'the old and the new' });
    const [before, after] = await Promise.all(named.map((one) => manifestFrom(one, values.registry)));
    const compared = compare(before!, after!); // two are named
    say(values.json, compared, () => asLines(compared));
    if (!compared.isEnough) process.exitCode = 1;
  },
};

export interface Comparison extends ManifestDiff {
  readonly before: string;
  readonly after: string;
  /** Whether the version was raised by what the changes take. */
  readonly isEnough: boolean;
}

export function compare(before: PluginManifest, after: PluginManifest): Comparison {
  const diff = diffManifests(before, after);
  const isEnough = isVersionRaised(before.version, after.version, diff.class);
  return { before: before.version, after: after.version, ...diff, isEnough };
}

export function asLines({ before, after, changes, class: kind, isEnough }: Comparison): string[] {
  return [
    ...(changes.length === 0 ? ['Nothing of the manifest changed; the code may have.'] : []),
    ...changes.map((change) => `${change.class.padEnd(5)}  ${change.pointer}  ${change.words.en}`),
    isEnough
      ? `${before} -> ${after} is enough for a change of the class "${kind}".`
      : `${before} -> ${after} is too little for a change of the class "${kind}": raise the version to ${leastVersion(before, kind) ?? 'a later one'} at least.`,
  ];
}
