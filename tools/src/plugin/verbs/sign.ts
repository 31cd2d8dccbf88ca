import { fingerprint } from '@sojourn/packaging';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { keyPath, readKey } from '../package/key-file.js';
import { signProject } from '../package/sign.js';
import { onProject } from '../on-project.js';
import { CALL } from '../place.js';

export const signVerb: Command = {
  name: 'sign',
  summary: 'sign every file of the package',
  help: `Usage: ${CALL} sign [DIR] [--key FILE] [--json]

  --key FILE     a key of "plugin keygen" (default: $SOJOURN_PLUGIN_KEY, else PUBLISHER.key in the folder)

Writes sojourn.signature.json over exactly the files that npm would pack. Build first; what changes afterwards must be
signed again. "plugin publish" does all of it.`,

  run: async (args) => {
    const options = { key: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { named, values } = readCall('sign', args, options, { least: 0, most: 1, what: 'one plugin folder at most' });
    const { file, signature, hash } = await onProject(named[0] ?? '.', async (project) => signProject(project, await readKey(values.key ?? keyPath(project)))); // prettier-ignore
    const told = { file, key: signature.key.id, hash, files: Object.keys(signature.files) };
    say(values.json, told, () => [
      `${file}: ${told.files.length} files, key ${fingerprint(told.key)}`,
      ...told.files.map((one) => `  ${one}`),
    ]);
  },
};
